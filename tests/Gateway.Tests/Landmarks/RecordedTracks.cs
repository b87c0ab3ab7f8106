using System.Globalization;
using System.IO.Compression;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Landmarks;

/// <summary>Fixes of the recordings in the order in which the oracles count them: vehicle by vehicle.</summary>
internal static class RecordedTracks
{
    public static IEnumerable<RecordedFix> Taxis() =>
        from file in Directory.EnumerateFiles(SharedRecordings.Path("cabspotting"), "new_*.txt").Order(StringComparer.Ordinal)
        from line in File.ReadLines(file)
        let fields = line.Split(' ')
        select new RecordedFix(Path.GetFileNameWithoutExtension(file)["new_".Length..], At(fields[0], fields[1]));

    /// <summary>Columns user, trip, mode, utc, lat, lon, alt_ft.</summary>
    public static IEnumerable<RecordedFix> GeolifeTrips() =>
        ByVehicle(Rows("geolife", "vehicle_trips_a.csv.gz").Select(r => new RecordedFix(r[1], At(r[4], r[5]))));

    /// <summary>Columns mmsi, utc, lat, lon and others.</summary>
    public static IEnumerable<RecordedFix> Ships() =>
        ByVehicle(Rows("ais", "ais_20220103_even.csv.gz").Select(r => new RecordedFix(r[0], At(r[2], r[3]))));

    /// <summary>Columns vehicle, ts, fix_index, event, polygon (may be quoted), lat, lon, distance.</summary>
    public static HashSet<RecordedEvent> Oracle(string name) =>
        [.. Rows("oracle", name).Select(r => new RecordedEvent(
            int.Parse(r[2], CultureInfo.InvariantCulture), r[3] == "enter", string.Join(',', r[4..^3]).Trim('"')))];

    private static IEnumerable<RecordedFix> ByVehicle(IEnumerable<RecordedFix> fixes) =>
        fixes.GroupBy(f => f.Vehicle).SelectMany(g => g);

    private static IEnumerable<string[]> Rows(params string[] path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedRecordings.Path(path)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    private static Position At(string latitude, string longitude) =>
        new(double.Parse(latitude, CultureInfo.InvariantCulture), double.Parse(longitude, CultureInfo.InvariantCulture));
}
