using System.Text.RegularExpressions;

namespace EdgeRelay.Architecture.Tests;

/// <summary>Finds words of the telematics trade in source text: alone, in the plural, and inside identifiers of any case.</summary>
/// <remarks>
/// Left out on purpose, because a webhook sender has them in its own right: <c>driver</c> (of a database), <c>idle</c> (of a
/// connection), <c>heartbeat</c> (of a stream), <c>posted</c> (by POST), <c>device</c> (a disk), and <c>trip</c> after "round".
/// </remarks>
internal static partial class Vocabulary
{
    private static readonly HashSet<string> TelematicsWords =
    [
        "vehicle", "fleet", "truck", "van", "car", "telematics", "telemetry", "mqtt", "puback", "speed", "mph", "speeding", "landmark",
        "geofence", "fence", "ignition", "odometer", "trip", "dvir", "temperature", "latitude", "longitude", "gps", "gnss", "vin",
        "mileage", "teltonika", "owntracks", "sparkplug", "traccar", "flespi",
    ];

    /// <summary>Findings as <c>line: word</c>, in order.</summary>
    public static IReadOnlyList<string> Telematics(string source)
    {
        var findings = new List<string>();
        var line = 0;
        foreach (var text in source.Split('\n'))
        {
            line++;
            var before = "";
            foreach (Match match in Word().Matches(text))
            {
                var word = Singular(match.Value.ToLowerInvariant());
                if (TelematicsWords.Contains(word) && !(word == "trip" && before == "round"))
                {
                    findings.Add($"{line}: {word}");
                }

                before = word;
            }
        }

        return findings;
    }

    private static string Singular(string word) =>
        word.EndsWith('s') && TelematicsWords.Contains(word[..^1]) ? word[..^1] : word;

    /// <summary>The parts of an identifier: <c>HTTPSpeedLimit_mph</c> is HTTP, Speed, Limit, mph.</summary>
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
