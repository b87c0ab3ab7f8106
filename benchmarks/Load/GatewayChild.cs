using System.Net.Http.Json;
using System.Text.Json;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>The real gateway as a child process; on a fresh data directory, which goes with it, unless it was given one.</summary>
internal sealed class GatewayChild : IDisposable
{
    public const string Key = "er_test0000_0123456789abcdef";

    private readonly string _directory;
    private readonly bool _keepsDirectory;
    private readonly HttpClient _api;
    private int _webhooks;

    private GatewayChild(Child child, string directory, bool keepsDirectory, Uri mqtt, Uri http)
    {
        Child = child;
        _directory = directory;
        _keepsDirectory = keepsDirectory;
        MqttPort = mqtt.Port;
        _api = new HttpClient { BaseAddress = http, DefaultRequestHeaders = { { "X-Api-Key", Key } } };
    }

    public Child Child { get; }

    public int MqttPort { get; }

    public long DataBytes => new DirectoryInfo(_directory).EnumerateFiles().Sum(f => f.Length);

    /// <summary>The published gateway if there is one, as <c>./edge bench</c> makes it; else the one that was built beside this program.</summary>
    private static string Program => Environment.GetEnvironmentVariable("EDGERELAY_BENCH_GATEWAY")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway", "release", "EdgeRelay.Gateway.dll"));

    /// <param name="data">A data directory to use and to leave; null for one of its own.</param>
    public static async Task<GatewayChild> Start(string? data = null)
    {
        var directory = data ?? Directory.CreateTempSubdirectory("edgerelay-bench-").FullName;
        var child = Child.Start(
            Program,
            [],
            new Dictionary<string, string>
            {
                ["EDGERELAY__DATA__DIRECTORY"] = directory,
                ["EDGERELAY__MQTT__PORT"] = "0",
                ["EDGERELAY__HTTP__PORT"] = "0",
                ["EDGERELAY__ADMIN__APIKEY"] = Key,
                ["EDGERELAY__MQTT__OPENENROLLMENT"] = "true",
                ["EDGERELAY__MQTT__LIMITS__CONNECTIONSPERADDRESS"] = "0",
                ["EDGERELAY__MQTT__LIMITS__MESSAGESPERSECOND"] = "0",
                ["EDGERELAY__MQTT__LIMITS__BYTESPERSECOND"] = "0",
                ["EDGERELAY__RELAY__ALLOWHTTP"] = "true",
                ["EDGERELAY__RELAY__ALLOWPRIVATECIDRS"] = "127.0.0.1/32",
                ["EDGERELAY__RELAY__TRUSTEDHOSTS"] = "127.0.0.1",
            });
        var addresses = await WaitForAddresses(child, Path.Combine(directory, "addresses.json"));
        return new GatewayChild(
            child,
            directory,
            data is not null,
            new Uri(addresses.GetProperty("mqtt").GetString() ?? string.Empty),
            new Uri(addresses.GetProperty("http").GetString() ?? string.Empty));
    }

    /// <summary>Makes a webhook that gets an event for every sample.</summary>
    /// <param name="vehicle">Of this vehicle only; null for all.</param>
    public async Task AddWebhook(Uri url, string? vehicle = null)
    {
        using var answer = await _api.PostAsJsonAsync(
            new Uri("/v1/webhooks", UriKind.Relative),
            new
            {
                name = $"bench {++_webhooks}",
                url,
                content_type = "json",
                events = new[] { "location" },
                scope = new { vehicles = vehicle is null ? Array.Empty<string>() : [vehicle] },
                enabled = true,
            });
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The webhook was refused: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public void Dispose()
    {
        _api.Dispose();
        Child.Dispose();
        if (!_keepsDirectory)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static async Task<JsonElement> WaitForAddresses(Child child, string file)
    {
        const int Tries = 600;
        for (var i = 0; i < Tries && !child.HasEnded; i++)
        {
            if (File.Exists(file))
            {
                using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
                return document.RootElement.Clone();
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The gateway did not become ready.");
    }
}
