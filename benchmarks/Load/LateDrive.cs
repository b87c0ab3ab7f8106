using System.Globalization;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// Half a day of a delivery van: forty minutes on the road, now and then too fast, six minutes idling at the next of four landmarks, ten parked.
/// The same every time.
/// </summary>
internal static class LateDrive
{
    private const int RoadSeconds = 2_400;
    private const int IdleSeconds = 360;
    private const int ParkedSeconds = 600;
    private const int RoundSeconds = RoadSeconds + IdleSeconds + ParkedSeconds;

    /// <summary>Four circles at the places where the van stops, as GeoJSON.</summary>
    public static string Landmarks =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', Enumerable.Range(0, 4).Select(Landmark))}}]}""";

    /// <summary>Twenty triggers of all types.</summary>
    public static string Webhook(Uri receiver) =>
        $$"""
        {"name":"late","url":"{{receiver}}","content_type":"json","enabled":true,"triggers":[
        {"type":"location","min_distance_m":50000},{"type":"speed","mph":75},{"type":"speed","mph":65,"mode":"episode"},
        {"type":"speed","mph":70,"mode":"episode","min_duration_s":30},{"type":"posted_speed"},
        {"type":"posted_speed","over_mph":15,"mode":"episode"},{"type":"heartbeat","missed_after_s":86400},{"type":"trip_complete"},
        {"type":"ignition_on"},{"type":"ignition_off"},{"type":"landmark_enter"},{"type":"landmark_leave"},{"type":"landmark_change"},
        {"type":"idle"},{"type":"idle","min_s":300},{"type":"temperature","mode":"change","delta_c":5},
        {"type":"temperature","mode":"band","low_c":-22,"high_c":-15},{"type":"dvir"},{"type":"driver_assignment"},{"type":"speed","mph":100}]}
        """;

    /// <returns>The payload of each sample, in the order of time.</returns>
    public static string[] Samples(long firstMs, int count, int secondsApart)
    {
        var samples = new string[count];
        var meters = 0.0;
        for (var i = 0; i < count; i++)
        {
            var second = i * secondsApart;
            var speed = SpeedKmh(second);
            meters += speed / 3.6 * secondsApart;
            var (latitude, longitude) = Place(meters);
            var ignition = second % RoundSeconds < RoadSeconds + IdleSeconds ? "true" : "false";
            var cargo = -18 + (Math.Sin(second / 5_000.0) * 5);
            samples[i] = string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"t":{{{firstMs + (second * 1000L)}}},"seq":{{{i}}},"lat":{{{latitude:F6}}},"lon":{{{longitude:F6}}},"speed_kmh":{{{speed:F1}}},"acc_m":4,"sats":11,"ignition":{{{ignition}}},"limit_kmh":80,"odo_km":{{{18_000 + (meters / 1000):F3}}},"temps_c":{"cargo-1":{{{cargo:F1}}}}}""");
        }

        return samples;
    }

    private static double SpeedKmh(int second)
    {
        var inRound = second % RoundSeconds;
        if (inRound >= RoadSeconds)
        {
            return 0;
        }

        var isFast = inRound is >= 900 and < 1_000 or >= 1_700 and < 1_900;
        return isFast ? 124 : 62 + (second / 10 % 7);
    }

    /// <summary>Round and round on a square of 40 km: one side a round of the day.</summary>
    private static (double Latitude, double Longitude) Place(double meters)
    {
        const double SideMeters = 47_000;
        const double DegreesPerMeter = 1 / 111_320.0;
        var side = (int)(meters / SideMeters) % 4;
        var along = meters % SideMeters * DegreesPerMeter;
        var whole = SideMeters * DegreesPerMeter;
        return side switch
        {
            0 => (along, 0),
            1 => (whole, along),
            2 => (whole - along, whole),
            _ => (0, whole - along),
        };
    }

    private static string Landmark(int number)
    {
        // Where the van is when its first rounds of road end.
        var meters = 0.0;
        for (var second = 0; second < (number * RoundSeconds) + RoadSeconds; second += 10)
        {
            meters += SpeedKmh(second) / 3.6 * 10;
        }

        var (latitude, longitude) = Place(meters);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"type":"Feature","geometry":{"type":"Point","coordinates":[{{{longitude:F6}}},{{{latitude:F6}}}]},"properties":{"name":"stop {{{number}}}","radius_m":300}}""");
    }
}
