using System.Security.Cryptography.X509Certificates;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Tls;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Tls;

public sealed class CertificateSwapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task New_handshakes_get_the_new_certificate_and_open_connections_go_on()
    {
        await using var gateway = await TlsGateway.Start();
        var (before, options) = Watched(gateway.Device("truck-7", await gateway.AddVehicle("truck-7")));
        await using var open = await MqttClient.Connect(options);

        var next = gateway.Authority.Server();
        next.Replace(gateway.Shown);
        gateway.Tls.Check();

        await TlsGateway.Report(open, "truck-7");
        var (after, later) = Watched(gateway.Device("truck-8", await gateway.AddVehicle("truck-8")));
        await using var fresh = await MqttClient.Connect(later);
        await TlsGateway.Report(fresh, "truck-8");
        await TlsGateway.Report(open, "truck-7");
        Assert.Equal([gateway.Shown.Certificate.Thumbprint], before);
        Assert.Equal([next.Certificate.Thumbprint], after);
    }

    [Fact]
    public async Task A_broken_file_is_told_once_with_what_to_do_and_the_old_certificate_stays()
    {
        await using var gateway = await TlsGateway.Start();
        var options = gateway.Device("truck-7", await gateway.AddVehicle("truck-7"));
        var next = gateway.Authority.Server();

        File.Copy(next.File, gateway.Shown.File, overwrite: true); // its key is not there yet
        gateway.Tls.Check();
        gateway.Tls.Check();

        await using (var device = await MqttClient.Connect(options))
        {
            await TlsGateway.Report(device, "truck-7");
        }

        var line = Assert.Single(gateway.Log.Lines, l => l.Level >= LogLevel.Warning);
        Assert.Contains("EDGERELAY__MQTT__TLS__CERTIFICATEFILE", line.Text, StringComparison.Ordinal);
        Assert.Contains("write both anew", line.Text, StringComparison.Ordinal);

        File.Copy(next.KeyFile, gateway.Shown.KeyFile, overwrite: true);
        gateway.Tls.Check();
        Assert.Equal(next.Certificate.Thumbprint, gateway.Tls.Certificate.Thumbprint);
    }

    [Fact]
    public async Task Files_are_looked_at_again_and_again()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        using var authority = new CertificateAuthority(_folder.Path);
        var shown = authority.Server();
        using var tls = new ServerTls(SettingsOf(shown), clock, NullLogger<ServerTls>.Instance);
        await tls.StartAsync(default);

        var next = authority.Server();
        next.Replace(shown);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(next.Certificate.Thumbprint, tls.Certificate.Thumbprint);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_told_once_a_day()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        using var authority = new CertificateAuthority(_folder.Path);
        using var log = new Hosting.RecordedLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        var settings = SettingsOf(authority.Server(notAfter: clock.GetUtcNow().AddDays(20))) with { CheckSeconds = 3_600 };
        using var tls = new ServerTls(settings, clock, logging.CreateLogger<ServerTls>());
        await tls.StartAsync(default);
        Assert.Empty(log.Lines);

        clock.Advance(TimeSpan.FromDays(8.5));

        Assert.Equal(3, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains("replace the file", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void PKCS12_and_an_encrypted_key_are_read_with_their_password()
    {
        using var authority = new CertificateAuthority(_folder.Path);
        var made = authority.Server();
        var pkcs12 = Path.Combine(_folder.Path, "server.p12");
        File.WriteAllBytes(pkcs12, made.Certificate.Export(X509ContentType.Pkcs12, "open sesame"));
        var settings = new MqttTlsSettings { CertificateFile = pkcs12, Password = "open sesame" };

        Assert.Empty(settings.Faults());
        Assert.Equal("CertificateFile", Assert.Single((settings with { Password = "shut" }).Faults()).Setting);
        Assert.Equal("CertificateFile", Assert.Single((settings with { CertificateFile = made.File }).Faults()).Setting);
        Assert.Equal("KeyFile", Assert.Single((SettingsOf(made) with { KeyFile = made.KeyFile + ".none" }).Faults()).Setting);
        Assert.Equal(
            "ClientCaFile",
            Assert.Single((SettingsOf(made) with { ClientCertificates = ClientCertificateDemand.Required }).Faults()).Setting);
    }

    public void Dispose() => _folder.Dispose();

    private static MqttTlsSettings SettingsOf(IssuedCertificate shown) => new() { CertificateFile = shown.File, KeyFile = shown.KeyFile };

    /// <summary>The thumbprints that the server shows to these options.</summary>
    private static (List<string> Seen, MqttClientOptions Options) Watched(MqttClientOptions options)
    {
        var seen = new List<string>();
        options.Tls!.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            seen.Add(certificate!.GetCertHashString());
            return errors == System.Net.Security.SslPolicyErrors.None;
        };
        return (seen, options);
    }
}
