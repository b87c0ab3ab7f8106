using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Gateway.Ingest.External;

/// <summary>Connects to the broker as the settings say, in MQTT 5.0, or in 3.1.1 when the broker knows nothing else.</summary>
internal sealed class BrokerConnector(BrokerSettings settings, TimeProvider clock)
{
    private const byte OlderVersion = 4;

    /// <param name="clientId">Names the session at the broker.</param>
    /// <exception cref="Exception">Whatever <see cref="MqttClient.Connect"/> throws, or the certificates' files.</exception>
    public async Task<MqttClient> Connect(string clientId, CancellationToken cancellation)
    {
        var options = new MqttClientOptions
        {
            Host = settings.Host,
            Port = settings.Port,
            ClientId = clientId,
            UserName = settings.UserName,
            Password = settings.Password is { } password ? Encoding.UTF8.GetBytes(password) : default(ReadOnlyMemory<byte>?),
            CleanStart = false,
            SessionExpirySeconds = (uint)settings.SessionExpirySeconds,
            ReceiveMaximum = (ushort)settings.ReceiveMaximum,
            PausesAtReceiveMaximum = true,
            MaximumPacketSize = settings.MaximumPacketSize,
            KeepAliveSeconds = (ushort)settings.KeepAliveSeconds,
            Tls = settings.IsTls ? Tls() : null,
            Clock = clock,
        };
        try
        {
            return await MqttClient.Connect(options, cancellation);
        }
        catch (Exception error) when (error is MqttConnectionClosedException or MqttConnectRefusedException { Reason: ReasonCode.UnsupportedProtocolVersion })
        {
            // An old broker refuses a version that it does not know, or just closes.
            return await MqttClient.Connect(options with { ProtocolVersion = OlderVersion, Tls = settings.IsTls ? Tls() : null }, cancellation);
        }
    }

    /// <summary>Read from the files each time, so that a renewed certificate needs no restart.</summary>
    private SslClientAuthenticationOptions Tls()
    {
        // Authorities of one's own seldom say where to ask for what they revoked.
        var tls = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.NoCheck };
        if (settings.CaFile.Length > 0)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(settings.CaFile);
        }

        if (settings.CertificateFile.Length > 0)
        {
            var key = settings.KeyFile.Length > 0 ? settings.KeyFile : null;
            tls.ClientCertificates = [X509Certificate2.CreateFromPemFile(settings.CertificateFile, key)];
        }

        return tls;
    }
}
