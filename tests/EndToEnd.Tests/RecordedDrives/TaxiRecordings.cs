using System.Globalization;
using System.IO.Compression;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

/// <summary>Five taxis' tracks, and which neighbourhoods an independent program says they entered and left.</summary>
internal static class TaxiRecordings
{
    private const string Prefix = "new_";

    public static IReadOnlyList<string> Files { get; } = SharedRecordings.Present
        ? [.. Directory.EnumerateFiles(SharedRecordings.Path("cabspotting"), Prefix + "*.txt").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The oracle's name of the vehicle that the simulator makes of a file.</summary>
    public static string NameOf(string vehicle) => vehicle[Prefix.Length..];

    /// <summary>In the order in which the oracle counts them. Columns latitude, longitude, occupied, Unix seconds.</summary>
    public static IReadOnlyList<TaxiFix> Fixes() =>
    [
        .. from file in Files
           from line in File.ReadLines(file)
           let cells = line.Split(' ')
           select new TaxiFix(
               NameOf(Path.GetFileNameWithoutExtension(file)),
               long.Parse(cells[3], CultureInfo.InvariantCulture),
               double.Parse(cells[0], CultureInfo.InvariantCulture),
               double.Parse(cells[1], CultureInfo.InvariantCulture)),
    ];

    /// <summary>Columns vehicle, ts, fix_index, event, polygon (may be quoted for its commas), lat, lon, distance.</summary>
    public static HashSet<TaxiEvent> Oracle()
    {
        using var file = File.OpenRead(SharedRecordings.Path("oracle", "sf_cabs_events.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        var events = new HashSet<TaxiEvent>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            events.Add(new TaxiEvent(
                cells[0], int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3], string.Join(',', cells[4..^3]).Trim('"')));
        }

        return events;
    }
}
