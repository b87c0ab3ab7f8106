using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeRelay.Reliability.Tests.Checking;
using EdgeRelay.Reliability.Tests.Devices;
using EdgeRelay.Reliability.Tests.Receiving;
using EdgeRelay.Testing;
using Xunit.Abstractions;

namespace EdgeRelay.Reliability.Tests;

/// <summary>
/// One gateway under load and its enemies: devices that publish, a receiver that fails every third request, and the lives and deaths that the
/// test decides. The ledgers are out of the gateway's reach; those of a run that is not clean are kept below <c>artifacts/reliability</c>.
/// </summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private const int Devices = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly string[] Webhooks = ["speed", "location"];

    private readonly ITestOutputHelper _output;
    private readonly string _name;
    private readonly string _folder;
    private readonly Gate _gate = new();
    private readonly Pace _pace = new();
    private readonly Tally _acknowledged = new();
    private readonly Tally _accepted = new();
    private readonly MosquittoBroker? _broker;
    private readonly GatewayProcess _gateway;
    private readonly HttpClient _http;
    private readonly List<long> _webhookIds = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private Receiver _receiver = null!;
    private DeviceSim[] _devices = [];
    private Task _devicesRun = Task.CompletedTask;
    private int _kills;
    private bool _keep = true;

    private CrashRun(
        string name, int seed, IReadOnlyDictionary<string, string> settings, MosquittoBroker? broker, ITestOutputHelper output)
    {
        _broker = broker;
        _output = output;
        _name = name;
        Seed = seed;
        Random = new Random(seed);
        _folder = Path.Combine(RepoRoot.Path, "artifacts", "reliability", $"{name}-{seed.ToString(CultureInfo.InvariantCulture)}");
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        _gateway = new GatewayProcess(Path.Combine(_folder, "data"), settings);
        _http = new HttpClient { BaseAddress = _gateway.Http };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GatewayProcess.ApiKey);
    }

    public int Seed { get; }

    public Random Random { get; }

    /// <summary>How often devices lost a connection that was open.</summary>
    public int Breaks => _devices.Sum(d => d.Breaks);

    /// <summary>A gateway in its first life, with its webhooks and devices, and nothing published yet.</summary>
    /// <param name="broker">To which the devices speak instead of the gateway, which the settings make its client. Not the run's to end.</param>
    public static async Task<CrashRun> Begin(
        string name,
        int seed,
        ITestOutputHelper output,
        IReadOnlyDictionary<string, string>? settings = null,
        string? fault = null,
        MosquittoBroker? broker = null)
    {
        output.WriteLine($"{name}: seed {seed}");
        var run = new CrashRun(name, seed, settings ?? new Dictionary<string, string>(), broker, output);
        try
        {
            run._receiver = await Receiver.Start(run._accepted.Add);
            await run.Live(fault);
            foreach (var webhook in Webhooks)
            {
                await run.Create(webhook);
            }

            var startMs = TimeProvider.System.GetUtcNow().AddDays(-30).ToUnixTimeMilliseconds() / 1000 * 1000;
            run._devices =
            [
                .. Enumerable.Range(0, Devices).Select(n => new DeviceSim(
                    n, broker?.Port ?? run._gateway.MqttPort, startMs, run.Random.Next(), run._gate, run._pace, run._acknowledged.Add)),
            ];
            run._devicesRun = Task.WhenAll(run._devices.Select(device => Task.Run(device.Run)));
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the next life and opens the gate for the devices.</summary>
    public async Task Live(string? fault = null)
    {
        if (!await _gateway.Start(fault))
        {
            throw new InvalidOperationException("The gateway did not start.\n" + string.Join('\n', _gateway.Log.TakeLast(30)));
        }

        _gate.Open();
    }

    public void Publish(int messages) => _pace.Grant(messages);

    public Task Acknowledgements(int more) => Await(_acknowledged, more, "acknowledgements");

    public Task Deliveries(int more) => Await(_accepted, more, "accepted requests");

    public async Task Kill()
    {
        await _gateway.Kill();
        _kills++;
    }

    /// <summary>Starts a life that is killed so long after its begin, ready or not.</summary>
    public async Task DieYoung(TimeSpan age)
    {
        var starting = _gateway.Start();
        await _gateway.HasEndedWithin(age);
        await Kill();
        await starting;
    }

    /// <summary>Starts a life with a fault armed and waits for the death that it brings.</summary>
    /// <remarks>What the life before left to deliver may bring the fault's passage about before the gateway is ready: that counts as well.</remarks>
    public async Task LiveAndDieByFault(string fault)
    {
        if (await _gateway.Start(fault))
        {
            _gate.Open();
            Assert.True(await _gateway.HasEndedWithin(Deadline), $"The fault {fault} did not kill the gateway.");
        }

        _kills++;
    }

    /// <summary>Lets the receiver recover, waits until everything sent is acknowledged and nothing waits for delivery, and compares the ledgers.</summary>
    /// <param name="mustFail">A negative control: its ledgers are kept when they are clean.</param>
    public async Task<Verdict> Finish(bool mustFail = false)
    {
        _pace.Stop();
        _receiver.Recover();
        try
        {
            await _devicesRun.WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                "Devices still wait for acknowledgements.\n" + string.Join('\n', _gateway.Log.TakeLast(30)));
        }

        await Drained();
        var sent = _devices.SelectMany(d => d.Ledger).ToList();
        var verdict = Checker.Check(sent, _receiver.Arrivals, Webhooks);
        verdict.AcksOutOfOrder = _devices.Sum(d => d.AcksOutOfOrder);
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_name}: seed {Seed}, kills {_kills}, broken connections {Breaks}, {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1} s: {verdict}"));
        _keep = verdict.IsClean == mustFail;
        if (_keep)
        {
            await Save(sent, verdict);
        }

        return verdict;
    }

    public async ValueTask DisposeAsync()
    {
        _pace.Stop();
        await _gateway.DisposeAsync();
        // A run that threw is kept as well: with what the gateway said last.
        await File.WriteAllLinesAsync(Path.Combine(_folder, "gateway.log"), _gateway.Log);
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        _http.Dispose();
        if (!_keep)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task Await(Tally tally, int more, string what)
    {
        try
        {
            await tally.WaitForMore(more, Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Fewer than {more} more {what} within {Deadline.TotalSeconds:F0} s.");
        }
    }

    private async Task Create(string type)
    {
        const int MostWaits = 20;
        var request = JsonSerializer.Serialize(new
        {
            name = type,
            url = $"{_receiver.Url}/{type}",
            enabled = true,
            triggers = new[] { type == "speed" ? (object)new { type, mph = 50 } : new { type } },
            delivery = new { retry = new { preset = "custom", waits_s = Enumerable.Repeat(1, MostWaits) }, max_in_flight = 64 },
        });
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("v1/webhooks", UriKind.Relative), content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"POST v1/webhooks: {(int)answer.StatusCode} {body}");
        using var webhook = JsonDocument.Parse(body);
        _webhookIds.Add(webhook.RootElement.GetProperty("id").GetInt64());
    }

    /// <summary>All events have come, or the gateway says that nothing waits (then what has not come is missing).</summary>
    private async Task Drained()
    {
        const int Looks = 60;
        var expected = _devices.Sum(d => d.Ledger.Sum(m => m.TimesMs.Count)) * Webhooks.Length;
        for (var look = 0; look < Looks; look++)
        {
            // What an acknowledgement of the broker promises may not have reached the gateway yet.
            if (await _receiver.HasDeliveredWithin(expected, TimeSpan.FromSeconds(2)) || (_broker is null && await Waiting() == 0))
            {
                return;
            }
        }
    }

    private async Task<long> Waiting()
    {
        var waiting = 0L;
        foreach (var id in _webhookIds)
        {
            using var webhook = JsonDocument.Parse(
                await _http.GetStringAsync(new Uri($"v1/webhooks/{id.ToString(CultureInfo.InvariantCulture)}", UriKind.Relative)));
            waiting += webhook.RootElement.GetProperty("queue_depth").GetInt64();
        }

        return waiting;
    }

    private async Task Save(IEnumerable<SentMessage> sent, Verdict verdict)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "sent.jsonl"), sent.Select(m => JsonSerializer.Serialize(m)));
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "arrivals.jsonl"), _receiver.Arrivals.Select(a => JsonSerializer.Serialize(a)));
        await File.WriteAllTextAsync(Path.Combine(_folder, "verdict.txt"), verdict.ToString());
        _output.WriteLine("The ledgers are kept in " + Path.GetRelativePath(RepoRoot.Path, _folder));
    }
}
