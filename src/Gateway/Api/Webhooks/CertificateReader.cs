using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Reads a client certificate from a request.</summary>
internal static class CertificateReader
{
    /// <param name="given">What the request says; null for none.</param>
    /// <param name="present">The webhook that is changed, whose certificate stays if no other is given.</param>
    /// <returns>What is stored; null for none.</returns>
    public static string? Read(WebhookCertificate? given, Subscription? present, ISecretProtector protector, List<ProblemFault> faults)
    {
        const string Place = "/client_certificate";
        switch (given)
        {
            case null:
                return null;

            case { Pfx: null, Pem: null }:
                if (present?.ClientCertificate is null)
                {
                    faults.Add(new ProblemFault(Place, ApiErrors.ParameterOutOfRange.Code, "A client certificate needs pfx or pem."));
                }

                return present?.ClientCertificate;

            case { Pfx: not null, Pem: not null }:
                faults.Add(new ProblemFault(Place, ApiErrors.ParameterOutOfRange.Code, "Give pfx or pem, not both."));
                return null;

            default:
                var text = given.Pfx ?? given.Pem!;
                var read = text.Length > EndpointCertificate.MaxText ? null
                    : given.Pfx is { } pfx ? EndpointCertificate.FromPfx(pfx, given.Password, protector)
                    : EndpointCertificate.FromPem(text, given.Password, protector);
                if (read is null)
                {
                    faults.Add(new ProblemFault(
                        Place + (given.Pfx is null ? "/pem" : "/pfx"),
                        ApiErrors.ParameterOutOfRange.Code,
                        $"It holds no certificate with its private key, the password is not its own, or it has more than {EndpointCertificate.MaxText} characters."));
                }

                return read?.Write();
        }
    }
}
