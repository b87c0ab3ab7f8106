using System.Text;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay;
using EdgeRelay.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>A whole gateway with its real database, writer and sender, two accounts, and a receiver that proves its ownership.</summary>
public sealed class GatewayFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private HttpClient _http = null!;

    public GatewayHost Host { get; private set; } = null!;

    public WebhookReceiver Receiver { get; private set; } = null!;

    /// <summary>Speaks with the key of account 1.</summary>
    internal ApiClient Api { get; private set; } = null!;

    /// <summary>Speaks with the key of account 2.</summary>
    internal ApiClient Stranger { get; private set; } = null!;

    internal ApiClient Nobody { get; private set; } = null!;

    internal string Key => Host.NewApiKey!;

    /// <summary>A URL of the receiver that answers ownership checks, different for each call.</summary>
    public string ProvingUrl() => new UriBuilder(Receiver.Url) { Path = "/ok/" + Guid.NewGuid().ToString("N") }.ToString();

    /// <summary>A URL of the receiver that answers 200 and nothing.</summary>
    public string DumbUrl() => new UriBuilder(Receiver.Url) { Path = "/dumb/" + Guid.NewGuid().ToString("N") }.ToString();

    public async Task InitializeAsync()
    {
        Receiver = await WebhookReceiver.StartAsync();
        Receiver.Script = Answer;
        Host = await GatewayHost.Start(SettingsFor(_folder.Path));
        _http = new HttpClient { BaseAddress = new Uri(Host.HttpAddress) };
        Api = new ApiClient(_http, Key);
        Nobody = new ApiClient(_http, null);
        Stranger = new ApiClient(_http, await AddAccount(2));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The request that the receiver got or will get; others may arrive before it.</summary>
    internal async Task<ReceivedRequest> Arrived(Func<ReceivedRequest, bool> isIt)
    {
        while (true)
        {
            var requests = Receiver.Requests;
            if (requests.FirstOrDefault(isIt) is { } found)
            {
                return found;
            }

            await Receiver.WaitForAsync(requests.Count + 1);
        }
    }

    /// <summary>All bytes of the main database, its log included.</summary>
    internal async Task<byte[]> ReadDatabase()
    {
        using var bytes = new MemoryStream();
        foreach (var file in Directory.GetFiles(_folder.Path, "core.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(bytes);
        }

        return bytes.ToArray();
    }

    internal ApiClient With(string key) => new(_http, key);

    internal static GatewaySettings SettingsFor(string folder) => new()
    {
        Data = new DataSettings { Directory = folder },
        Http = new HttpSettings { Port = 0 },
        Mqtt = new MqttSettings { Port = 0, OpenEnrollment = true },
        Inbox = new InboxSettings { Enabled = true },
        Relay = new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.0/8", TrustedHosts = "trusted.localhost" },
    };

    private static ReceiverAnswer Answer(ReceivedRequest request)
    {
        var check = request.Target.IndexOf("check=", StringComparison.Ordinal);
        return request.Method == "GET" && request.Target.StartsWith("/ok/", StringComparison.Ordinal) && check > 0
            ? new ReceiverAnswer(200, Body: Encoding.ASCII.GetBytes(request.Target[(check + 6)..]))
            : new ReceiverAnswer(200);
    }

    private async Task<string> AddAccount(long id)
    {
        var key = ApiKeyText.Create();
        await Host.Services.GetRequiredService<ConfigurationWriter>().Write(core =>
        {
            core.Accounts.Add(new AccountRow { Id = id, Name = "other" });
            core.ApiKeys.Add(new ApiKeyRow
            {
                AccountId = id,
                Name = "other",
                Prefix = ApiKeyText.PrefixOf(key),
                Hash = ApiKeyText.HashOf(key),
            });
        });
        return key;
    }
}
