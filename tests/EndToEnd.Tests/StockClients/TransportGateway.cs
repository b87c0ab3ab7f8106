using EdgeRelay.Gateway.Settings;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>A gateway on every transport, with open enrolment and a webhook for speeds of 70 mph and above.</summary>
public sealed class TransportGateway : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _files = new();

    internal RunningGateway Gateway { get; private set; } = null!;

    internal CertificateAuthority Authority { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Authority = new CertificateAuthority(_files.Path);
        var server = Authority.Server();
        Gateway = await RunningGateway.Start(tls: new MqttTlsSettings
        {
            Port = 0,
            CertificateFile = server.File,
            KeyFile = server.KeyFile,
            ClientCertificates = ClientCertificateDemand.Optional,
            ClientCaFile = Authority.File,
            ClientEnrollment = true,
        });
        await Gateway.AddWebhook("""{"type":"speed","mph":70}""");
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        Authority.Dispose();
    }

    public void Dispose() => _files.Dispose();
}
