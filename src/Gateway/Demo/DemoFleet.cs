using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Relay;
using Serilog;

namespace EdgeRelay.Gateway.Demo;

/// <summary>Runs the demo: a gateway in this process, the simulator in another, and the inbox as receiver. Everything goes by the public API.</summary>
internal sealed class DemoFleet(DemoOptions options, TextWriter output, long started) : IAsyncDisposable
{
    private const string Mark = "  ✔ ";

    private readonly string _key = "er_demo0000_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly HttpClient _api = new() { Timeout = TimeSpan.FromSeconds(30) };
    private DemoFolder? _folder;
    private GatewayHost? _host;
    private Process? _simulator;
    private volatile string _simulatorSays = string.Empty;

    public async Task Run(CancellationToken cancellation)
    {
        var version = typeof(DemoFleet).Assembly.GetName().Version!.ToString(3);
        _folder = DemoFolder.Claim(options.Folder, options.Keep, options.Fresh);
        await output.WriteLineAsync($"EdgeRelay {version}  demo   data: ./{_folder.Path}");
        await StartGateway();
        await Seed(cancellation);
        await StartSimulator(cancellation);
        await FirstDelivery(cancellation);
        var tempers = DemoWebhooks.All.Where(w => w.Temper is not null).Select(w => $"the receiver of \"{w.Name}\" {w.Temper}");
        await output.WriteLineAsync(
            $"""

            Look around:  curl {_host!.HttpAddress}/inbox/demo
                          curl -H 'Authorization: Bearer {_key}' {_host.HttpAddress}/v1/webhooks
            On purpose:   {string.Join("; ", tempers)}
            Ctrl+C ends the demo{(options.Keep ? string.Empty : " and removes its data")}.
            """);
        await Watch(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopSimulator();
        if (_host is not null)
        {
            await _host.DisposeAsync();
            await output.WriteLineAsync("Stopped.");
        }

        _api.Dispose();
        _folder?.Release();
    }

    private async Task StartGateway()
    {
        var settings = new GatewaySettings
        {
            // A simulated day may be played as fast as the machine can.
            Mqtt = new MqttSettings
            {
                Port = FreePort.From(1_883),
                OpenEnrollment = true,
                Limits = new MqttLimits { MessagesPerSecond = 0, BytesPerSecond = 0 },
            },
            Http = new HttpSettings { Port = FreePort.From(8_080) },
            Data = new DataSettings { Directory = _folder!.Path },
            Admin = new AdminSettings { ApiKey = _key },
            Inbox = new InboxSettings { Enabled = true },
            Relay = new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.1/32", TrustedHosts = "127.0.0.1" },
        };

        // The demo's terminal is for the demo; what goes wrong is in its log file.
        var logger = new LoggerConfiguration().MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
            .WriteTo.File(Path.Combine(_folder.Path, "gateway.log"), formatProvider: CultureInfo.InvariantCulture)
            .CreateLogger();
        _host = await GatewayHost.Start(settings, logging => logging.AddSerilog(logger, dispose: true));
        _api.BaseAddress = new Uri(_host.HttpAddress);
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        await output.WriteLineAsync($"{Mark}mqtt      {_host.MqttAddress}");
        await output.WriteLineAsync($"{Mark}api       {_host.HttpAddress}/v1   key {_key}");
    }

    private async Task Seed(CancellationToken cancellation)
    {
        // What an earlier demo kept has its landmarks and webhooks; only how the inboxes answer is not stored.
        var kept = (await Webhooks(cancellation)).Select(w => (string?)w!["name"]).ToHashSet();
        if (kept.Count == 0)
        {
            await Send(HttpMethod.Post, "/v1/landmarks", await RunSimulatorToEnd(["landmarks", "city"], cancellation), cancellation);
        }

        foreach (var webhook in DemoWebhooks.All)
        {
            if (webhook.Answers is { } answers)
            {
                await Send(HttpMethod.Put, $"/inbox/{webhook.Inbox}/answers", answers, cancellation);
            }

            if (kept.Contains(webhook.Name))
            {
                continue;
            }

            var body = JsonNode.Parse(webhook.Body)!.AsObject();
            body["name"] = webhook.Name;
            body["url"] = $"{_host!.HttpAddress}/inbox/{webhook.Inbox}";
            body["content_type"] = "json";
            body["enabled"] = true;
            await Send(HttpMethod.Post, "/v1/webhooks", body.ToJsonString(), cancellation);
        }

        await output.WriteLineAsync($"{Mark}inbox     {_host!.HttpAddress}/inbox/demo");
    }

    private async Task StartSimulator(CancellationToken cancellation)
    {
        string[] arguments =
        [
            "run", "city",
            "--vehicles", Text(options.Vehicles), "--seed", Text(options.Seed), "--rate", Text(options.Rate),
            "--broker", _host!.MqttAddress!, "--duration", "24h", "--output", "plain",
        ];
        _simulator = Process.Start(StartInfo(arguments)) ?? throw new DemoException("The simulator did not start.");
        // Its progress lines are not the demo's; they are read so that it never waits for a full pipe, and kept to say why it ended.
        _simulator.OutputDataReceived += (_, _) => { };
        _simulator.ErrorDataReceived += (_, line) => _simulatorSays = line.Data ?? _simulatorSays;
        _simulator.BeginOutputReadLine();
        _simulator.BeginErrorReadLine();
        await output.WriteLineAsync(
            $"{Mark}simulator {options.Vehicles} vehicles, seed {options.Seed}, {options.Rate} msg/s");
    }

    private async Task FirstDelivery(CancellationToken cancellation)
    {
        while (true)
        {
            if (_simulator!.HasExited)
            {
                throw new DemoException(
                    $"The simulator ended with code {_simulator.ExitCode} before anything was delivered: {_simulatorSays}");
            }

            using var answer = await _api.GetAsync(new Uri("/v1/deliveries?status=delivered&limit=50", UriKind.Relative), cancellation);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
            // What the switching-on itself sent is sample data; the first one of a vehicle counts.
            if (page["data"]!.AsArray().LastOrDefault(d => (string?)d!["origin"] == "live") is { } first)
            {
                await Tell(first, cancellation);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    private async Task Tell(JsonNode delivery, CancellationToken cancellation)
    {
        using var answer = await _api.GetAsync(new Uri($"/v1/deliveries/{delivery["id"]}", UriKind.Relative), cancellation);
        var whole = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        var data = whole?["data"];
        var place = data?["landmark"] is { } landmark ? $" → \"{landmark}\"" : string.Empty;
        var after = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        await output.WriteLineAsync(
            $"First webhook delivered {after} s after start: {delivery["type"]} {data?["id"] ?? delivery["vehicle"]}{place} ({delivery["last_status"]})");
    }

    private async Task Watch(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var parts = (await Webhooks(cancellation)).Select(w => $"{w!["name"]}: {w["total_messages"]} ({w["status"]}, {w["queue_depth"]} waiting{TemperOf(w)})");
            await output.WriteLineAsync(string.Join("   ", parts));
            if (_simulator!.HasExited)
            {
                await output.WriteLineAsync("The simulator has ended; the gateway still answers.");
                await Task.Delay(Timeout.Infinite, cancellation);
            }
        }
    }

    private async Task<JsonArray> Webhooks(CancellationToken cancellation)
    {
        using var answer = await _api.GetAsync(new Uri("/v1/webhooks", UriKind.Relative), cancellation);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!["data"]!.AsArray();
    }

    private async Task Send(HttpMethod method, string path, string json, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(json, new MediaTypeHeaderValue("application/json")),
        };
        using var answer = await _api.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new DemoException(
                $"{method} {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    private async Task<string> RunSimulatorToEnd(string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo(arguments)) ?? throw new DemoException("The simulator did not start.");
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? text : throw new DemoException("The simulator failed: " + await errors);
    }

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add(options.Simulator);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private async Task StopSimulator()
    {
        if (_simulator is null)
        {
            return;
        }

        if (!_simulator.HasExited)
        {
            _simulator.Kill();
            await _simulator.WaitForExitAsync();
        }

        _simulator.Dispose();
    }

    /// <summary>What to add about a webhook that meets trouble on purpose, so that nobody takes it for a fault of the gateway.</summary>
    private static string TemperOf(JsonNode webhook) =>
        DemoWebhooks.All.FirstOrDefault(w => w.Name == (string?)webhook["name"])?.Temper is { } temper ? $"; {temper} on purpose" : string.Empty;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
