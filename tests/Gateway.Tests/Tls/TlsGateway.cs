using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Tests.Api;
using EdgeRelay.Gateway.Tests.Hosting;
using EdgeRelay.Gateway.Tls;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Gateway.Tests.Tls;

/// <summary>A gateway with a TLS listener, and an authority that signs for it.</summary>
internal sealed class TlsGateway : IAsyncDisposable
{
    private const string Key = "er_test0000_0123456789abcdef";

    private readonly TemporaryFolder _folder;
    private readonly TemporaryFolder _files;
    private readonly GatewayHost _host;
    private readonly HttpClient _http;

    private TlsGateway(TemporaryFolder folder, TemporaryFolder files, CertificateAuthority authority, IssuedCertificate shown, GatewayHost host, RecordedLog log)
    {
        (_folder, _files, _host) = (folder, files, host);
        (Authority, Shown, Log) = (authority, shown, log);
        _http = new HttpClient { BaseAddress = new Uri(host.HttpAddress) };
        Api = new ApiClient(_http, Key);
    }

    public CertificateAuthority Authority { get; }

    /// <summary>What the listener showed at its start; its files are those of the settings.</summary>
    public IssuedCertificate Shown { get; }

    public RecordedLog Log { get; }

    public ApiClient Api { get; }

    public int Port => new Uri(_host.MqttTlsAddress!).Port;

    public ServerTls Tls => _host.Services.GetRequiredService<ServerTls>();

    public static async Task<TlsGateway> Start(Func<MqttTlsSettings, CertificateAuthority, MqttTlsSettings>? change = null)
    {
        var folder = new TemporaryFolder();
        var files = new TemporaryFolder();
        var authority = new CertificateAuthority(files.Path);
        var shown = authority.Server();
        var log = new RecordedLog();
        var tls = new MqttTlsSettings { Port = 0, CertificateFile = shown.File, KeyFile = shown.KeyFile, CheckSeconds = 0 };
        var settings = GatewayFixture.SettingsFor(folder.Path);
        settings = settings with
        {
            Mqtt = settings.Mqtt with { OpenEnrollment = false, Tls = change is null ? tls : change(tls, authority) },
            Admin = new AdminSettings { ApiKey = Key },
        };
        var host = await GatewayHost.Start(settings, logging => logging.AddProvider(log));
        return new TlsGateway(folder, files, authority, shown, host, log);
    }

    /// <returns>The vehicle's credential.</returns>
    public async Task<string> AddVehicle(string id)
    {
        Assert.Equal(201, (await Api.Post("/v1/vehicles", JsonSerializer.Serialize(new { id }))).Status);
        return (await Api.Post($"/v1/vehicles/{id}/credentials"))["password"].GetString()!;
    }

    public MqttClientOptions Device(string id, string? password = null, X509Certificate2? certificate = null) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        ClientId = id,
        Password = password is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(password),
        Tls = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = Trusting(Authority),
            ClientCertificates = certificate is null ? null : [certificate],
        },
    };

    public Task<MqttClient> ProgramWithKey() => MqttClient.Connect(Device("program", Key));

    public static async Task Report(MqttClient device, string id) =>
        await device.Publish($"edgerelay/v1/1/{id}/telemetry", Encoding.UTF8.GetBytes(
            JsonSerializer.Serialize(new { t = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), lat = 33.4, lon = -112.1 }))).WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        Authority.Dispose();
        _files.Dispose();
        _folder.Dispose();
    }

    private static X509ChainPolicy Trusting(CertificateAuthority authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority.Certificate);
        return policy;
    }
}
