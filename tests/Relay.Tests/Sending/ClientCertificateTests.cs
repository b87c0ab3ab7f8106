using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly X509Certificate2 _server = Certificate("CN=localhost");
    private readonly X509Certificate2 _fleet = Certificate("CN=fleet");
    private readonly X509Certificate2 _other = Certificate("CN=other");

    [Fact]
    public async Task The_handshake_shows_the_certificate_of_the_webhook_and_no_other()
    {
        await using var receiver = await StartReceiver();
        using var handler = Handler();

        var seen = new List<string>
        {
            await Call(handler, receiver, IdentityOf(Pfx(_fleet))),
            await Call(handler, receiver, IdentityOf(Pem(_other))),
            await Call(handler, receiver, null),
            await Call(handler, receiver, IdentityOf(Pfx(_fleet))),
        };

        Assert.Equal(["CN=fleet", "CN=other", "none", "CN=fleet"], seen);
    }

    [Fact]
    public void A_certificate_is_kept_encrypted_and_shown_without_its_key()
    {
        var read = EndpointCertificate.Read(Pfx(_fleet).Write())!;

        Assert.Equal(("CN=fleet", _fleet.Thumbprint), (read.Subject, read.Thumbprint));
        Assert.Equal(_fleet.NotAfter.ToUniversalTime(), read.NotAfter);
        Assert.StartsWith("protected:", read.Pfx, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_key_needs_its_password()
    {
        using var key = _fleet.GetECDsaPrivateKey()!;
        var pem = _fleet.ExportCertificatePem() + "\n"
            + key.ExportEncryptedPkcs8PrivateKeyPem("open", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000));

        Assert.NotNull(EndpointCertificate.FromPem(pem, "open", new PlainProtector()));
        Assert.Null(EndpointCertificate.FromPem(pem, "shut", new PlainProtector()));
        Assert.Null(EndpointCertificate.FromPem(pem, null, new PlainProtector()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("AAAA")]
    public void What_is_no_certificate_with_a_key_is_refused(string pfx)
    {
        var withoutKey = Convert.ToBase64String(_fleet.Export(X509ContentType.Cert));

        Assert.Null(EndpointCertificate.FromPfx(pfx, null, new PlainProtector()));
        Assert.Null(EndpointCertificate.FromPfx(withoutKey, null, new PlainProtector()));
        Assert.Null(EndpointCertificate.FromPem(_fleet.ExportCertificatePem(), null, new PlainProtector()));
        Assert.Null(EndpointCertificate.FromPem("-----BEGIN CERTIFICATE-----", null, new PlainProtector()));
    }

    public void Dispose()
    {
        _server.Dispose();
        _fleet.Dispose();
        _other.Dispose();
    }

    private static async Task<string> Call(GuardedHandler handler, WebApplication receiver, ClientIdentity? identity)
    {
        var address = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await handler.SendAsync(request, identity, CancellationToken.None);
        return await response.Content.ReadAsStringAsync();
    }

    private static EndpointCertificate Pfx(X509Certificate2 certificate) =>
        EndpointCertificate.FromPfx(Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12, "pw")), "pw", new PlainProtector())!;

    private static EndpointCertificate Pem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return EndpointCertificate.FromPem(key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem(), null, new PlainProtector())!;
    }

    private static ClientIdentity? IdentityOf(EndpointCertificate certificate) => ClientIdentity.Of(
        new Subscription { Name = "n", Url = "https://localhost/", UserName = "u", Secret = "s", ClientCertificate = certificate.Write() },
        new PlainProtector());

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private GuardedHandler Handler()
    {
        var settings = new RelaySettings { AllowPrivateCidrs = "127.0.0.1" };
        return new GuardedHandler(
            new EgressPolicy(settings), settings, Dns.GetHostAddressesAsync, (_, given, _, _) => given?.GetCertHashString() == _server.GetCertHashString());
    }

    private async Task<WebApplication> StartReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_server, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        })));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(context.Connection.ClientCertificate?.Subject ?? "none"));
        await app.StartAsync();
        return app;
    }
}
