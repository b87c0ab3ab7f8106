using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Whom a client certificate that was found right speaks for.</summary>
internal static class CertificateNames
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    /// <summary>Whether the certificate names a vehicle: its CN, or one of its DNS names, is the vehicle's id. Ids are compared as they are, to the letter.</summary>
    public static bool Names(this X509Certificate2 certificate, string vehicleId) =>
        vehicleId.Length > 0
        && (Subject(certificate, CommonName).Contains(vehicleId, StringComparer.Ordinal)
            || certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames()).Contains(vehicleId, StringComparer.Ordinal));

    /// <summary>The account that its O names by number; null without one O that is a number.</summary>
    public static long? Account(this X509Certificate2 certificate) =>
        Subject(certificate, Organization).ToList() is [var only] && long.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static IEnumerable<string> Subject(X509Certificate2 certificate, string attribute) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == attribute)
            .Select(part => part.GetSingleElementValue() ?? "");
}
