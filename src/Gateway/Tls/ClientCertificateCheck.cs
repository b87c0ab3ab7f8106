using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Gateway.Tls;

/// <summary>
/// Whether a client's certificate was signed by one of those who may, is valid now, and is meant for clients. Who the client then is, is decided at
/// CONNECT (<c>Ingest/CertificateNames</c>).
/// </summary>
/// <remarks>Thread-safe. Nothing that a stranger's certificate names is fetched: revocation is asked only about one that is right in all else.</remarks>
internal sealed partial class ClientCertificateCheck(MqttTlsSettings settings, LogBudget budget, ILogger logger)
{
    private static readonly Oid ForClients = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Within the deadline of a handshake, so that the answer to a silent list is a refusal and not a timeout.</summary>
    private static readonly TimeSpan RevocationPatience = TimeSpan.FromSeconds(3);

    /// <summary>Makes a handshake ask for a certificate, if the settings do.</summary>
    public void Demand(SslServerAuthenticationOptions options, X509Certificate2Collection authorities)
    {
        if (settings.ClientCertificates == ClientCertificateDemand.None)
        {
            return;
        }

        options.ClientCertificateRequired = true; // asks; whether none will do is the callback's to say
        options.AllowTlsResume = false; // a resumed session would skip the check
        options.CertificateChainPolicy = PolicyFor(authorities);
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(certificate, chain, errors, authorities);
    }

    private bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (certificate is null)
        {
            return settings.ClientCertificates == ClientCertificateDemand.Optional || Refuse("it showed none");
        }

        if (errors != SslPolicyErrors.None)
        {
            return Refuse(Reason(chain, errors));
        }

        return settings.ClientRevocation == ClientRevocation.None || IsNotRevoked((X509Certificate2)certificate, chain, authorities);
    }

    private bool IsNotRevoked(X509Certificate2 certificate, X509Chain? known, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain { ChainPolicy = PolicyFor(authorities) };
        chain.ChainPolicy.RevocationMode = X509RevocationMode.Online;
        chain.ChainPolicy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        chain.ChainPolicy.UrlRetrievalTimeout = RevocationPatience;
        if (known is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(known.ChainElements.Select(e => e.Certificate).ToArray());
        }

        return chain.Build(certificate) || Refuse(Reason(chain, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    private static X509ChainPolicy PolicyFor(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(ForClients);
        foreach (var authority in authorities)
        {
            // What is not signed by itself ends no chain, but may stand in one.
            var store = authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? policy.CustomTrustStore : policy.ExtraStore;
            store.Add(authority);
        }

        return policy;
    }

    private static string Reason(X509Chain? chain, SslPolicyErrors errors) =>
        chain is { ChainStatus: { Length: > 0 } statuses } ? string.Join(", ", statuses.Select(s => s.Status).Distinct()) : errors.ToString();

    private bool Refuse(string reason)
    {
        if (budget.Allows())
        {
            Refused(logger, reason);
        }

        return false;
    }

    // Nothing of the certificate is shown: it is a stranger's text.
    [LoggerMessage(1123, LogLevel.Warning, "A TLS handshake was refused for its client certificate: {Reason} (EDGERELAY__MQTT__TLS__CLIENTCAFILE names those who may sign)")]
    private static partial void Refused(ILogger logger, string reason);
}
