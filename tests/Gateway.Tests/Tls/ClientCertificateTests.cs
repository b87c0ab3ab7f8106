using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeRelay.Gateway.Ingest;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Tls;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_certificate_that_names_a_vehicle_is_its_credential()
    {
        await using var gateway = await Start();
        await gateway.AddVehicle("truck-7");
        await gateway.AddVehicle("truck-8");

        await using var byName = await MqttClient.Connect(gateway.Device("truck-7", certificate: gateway.Authority.Client("CN=truck-7").Certificate));
        await using var byDnsName = await MqttClient.Connect(
            gateway.Device("truck-8", certificate: gateway.Authority.Client("CN=box 4711", "truck-8").Certificate));

        await TlsGateway.Report(byName, "truck-7");
        await TlsGateway.Report(byDnsName, "truck-8");
    }

    [Fact]
    public async Task The_name_of_one_vehicle_does_not_open_another_even_with_its_password()
    {
        await using var gateway = await Start();
        await gateway.AddVehicle("truck-7");
        var password = await gateway.AddVehicle("truck-8");
        var certificate = gateway.Authority.Client("CN=truck-7").Certificate;
        await using var rightful = await MqttClient.Connect(gateway.Device("truck-8", certificate: gateway.Authority.Client("CN=truck-8").Certificate));

        var without = await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(gateway.Device("truck-8", certificate: certificate)));
        await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(gateway.Device("truck-8", password, certificate)));

        Assert.Equal(ReasonCode.NotAuthorized, without.Reason);
        await TlsGateway.Report(rightful, "truck-8");
    }

    [Fact]
    public async Task What_the_authority_did_not_sign_for_a_client_now_ends_in_the_handshake()
    {
        await using var gateway = await Start();
        await gateway.AddVehicle("truck-7");
        using var others = new CertificateAuthority(_folder.Path, "others");
        var expired = gateway.Authority.Client("CN=truck-7", notAfter: TimeProvider.System.GetUtcNow().AddDays(-1));

        await Refused(gateway.Device("truck-7", certificate: others.Client("CN=truck-7").Certificate));
        await Refused(gateway.Device("truck-7", certificate: expired.Certificate));
        await Refused(gateway.Device("truck-7", certificate: gateway.Authority.Server("truck-7").Certificate));
        await Refused(gateway.Device("truck-7"));

        Assert.Equal(4, gateway.Log.Lines.Count(l => l.Text.StartsWith("A TLS handshake was refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_certificates_are_optional_passwords_and_keys_do_without()
    {
        await using var gateway = await Start(demand: ClientCertificateDemand.Optional);
        var password = await gateway.AddVehicle("truck-7");

        await using var device = await MqttClient.Connect(gateway.Device("truck-7", password));
        await using var program = await gateway.ProgramWithKey();

        await TlsGateway.Report(device, "truck-7");
        await TlsGateway.Report(program, "truck-7");
        await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(gateway.Device("truck-7")));
    }

    [Fact]
    public async Task An_unknown_vehicle_is_registered_by_its_certificate_only_where_that_is_set()
    {
        await using (var closed = await Start())
        {
            var options = closed.Device("truck-9", certificate: closed.Authority.Client("CN=truck-9").Certificate);
            await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(options));
        }

        await using var open = await Start(tls => tls with { ClientEnrollment = true });
        await using var device = await MqttClient.Connect(open.Device("truck-9", certificate: open.Authority.Client("CN=truck-9").Certificate));
        await TlsGateway.Report(device, "truck-9");
        Assert.Equal(200, (await open.Api.Get("/v1/vehicles/truck-9")).Status);
    }

    [Fact]
    public async Task The_account_is_the_certificates_only_where_that_is_set()
    {
        await using var gateway = await Start(tls => tls with { ClientAccount = 0 });
        await gateway.AddVehicle("truck-7");

        await using var device = await MqttClient.Connect(gateway.Device("truck-7", certificate: gateway.Authority.Client("O=1, CN=truck-7").Certificate));
        await TlsGateway.Report(device, "truck-7");

        await Assert.ThrowsAsync<MqttConnectRefusedException>(() =>
            MqttClient.Connect(gateway.Device("truck-7", certificate: gateway.Authority.Client("O=2, CN=truck-7").Certificate)));
        await Assert.ThrowsAsync<MqttConnectRefusedException>(() =>
            MqttClient.Connect(gateway.Device("truck-7", certificate: gateway.Authority.Client("CN=truck-7").Certificate)));
    }

    [Fact]
    public async Task A_certificate_that_was_taken_back_is_refused()
    {
        await using var lists = await WebhookReceiver.StartAsync();
        await using var gateway = await Start(tls => tls with { ClientRevocation = ClientRevocation.Online });
        await gateway.AddVehicle("truck-7");
        var url = new UriBuilder(lists.Url) { Path = Guid.NewGuid().ToString("N") + ".crl" }.ToString();
        void NamesTheList(CertificateRequest request) =>
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([url]));
        var good = gateway.Authority.Client("CN=truck-7", change: NamesTheList);
        var revoked = gateway.Authority.Client("CN=truck-7", change: NamesTheList);
        var list = gateway.Authority.RevocationList(revoked.Certificate);
        lists.Script = _ => new ReceiverAnswer(200, Body: list);

        await using var device = await MqttClient.Connect(gateway.Device("truck-7", certificate: good.Certificate));

        await TlsGateway.Report(device, "truck-7");
        await Refused(gateway.Device("truck-7", certificate: revoked.Certificate));
        await Refused(gateway.Device("truck-7", certificate: gateway.Authority.Client("CN=truck-7").Certificate)); // names no list: nobody can say
    }

    [Fact]
    public void Names_are_compared_to_the_letter_and_a_doubtful_account_is_none()
    {
        using var authority = new CertificateAuthority(_folder.Path);
        using var certificate = authority.Client("O=1, O=2, CN=Truck-7", "truck-8").Certificate;

        Assert.True(certificate.Names("Truck-7"));
        Assert.True(certificate.Names("truck-8"));
        Assert.False(certificate.Names("truck-7"));
        Assert.False(certificate.Names(""));
        Assert.Null(certificate.Account());
    }

    public void Dispose() => _folder.Dispose();

    private static Task<TlsGateway> Start(
        Func<MqttTlsSettings, MqttTlsSettings>? change = null, ClientCertificateDemand demand = ClientCertificateDemand.Required) =>
        TlsGateway.Start((tls, authority) =>
        {
            tls = tls with { ClientCertificates = demand, ClientCaFile = authority.File };
            return change is null ? tls : change(tls);
        });

    /// <summary>In TLS 1.3 the client has finished its handshake before the server looks at its certificate: then the connection just ends.</summary>
    private static async Task Refused(MqttClientOptions options)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => MqttClient.Connect(options));
        Assert.True(error is MqttConnectionClosedException or AuthenticationException, error.ToString());
    }
}
