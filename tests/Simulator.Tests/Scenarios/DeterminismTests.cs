using System.Text;
using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Scenarios;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Tests.Scenarios;

public sealed class DeterminismTests
{
    private static readonly CitySettings TenMinutes = Given.City() with { Duration = TimeSpan.FromMinutes(10) };

    [Fact]
    public void The_stream_of_the_city_is_pinned()
    {
        var result = DryRun.Write(CityScenario.Messages(TenMinutes), null, default);

        Assert.Equal(3_000, result.Messages);
        Assert.Equal("77863f03f51da57341aa5622efb246c220085987763f5e72f0dbe3bf24e60728", result.Sha256);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var once = DryRun.Write(CityScenario.Messages(TenMinutes), null, default);
        var again = DryRun.Write(CityScenario.Messages(TenMinutes), null, default);
        var other = DryRun.Write(CityScenario.Messages(TenMinutes with { Seed = 8 }), null, default);

        Assert.Equal(once, again);
        Assert.NotEqual(once.Sha256, other.Sha256);
    }

    [Fact]
    public void One_more_vehicle_changes_no_other_vehicle()
    {
        var five = Given.Stream(TenMinutes);
        var six = Given.Stream(TenMinutes with { Vehicles = 6, Rate = 6 });

        Assert.Equal(Lines(five), Lines(six.Where(message => message.Vehicle != "truck-06")));
        Assert.Equal(600, six.Count(message => message.Vehicle == "truck-06"));
    }

    [Fact]
    public void How_often_a_vehicle_reports_does_not_change_its_drive()
    {
        var slow = Given.Stream(TenMinutes with { Vehicles = 1, Rate = 1 }).Where(IsTelemetry).ToLookup(TimeOf, PlaceOf);
        var quick = Given.Stream(TenMinutes with { Vehicles = 1, Rate = 10 }).Where(IsTelemetry).ToLookup(TimeOf, PlaceOf);

        var both = slow.Where(at => quick.Contains(at.Key)).ToList();
        Assert.True(both.Count > 400, $"{both.Count} common times");
        Assert.All(both, at => Assert.Equal(at.Single(), quick[at.Key].Single()));
    }

    [Fact]
    public void The_written_file_is_what_was_hashed()
    {
        using var file = new MemoryStream();

        var result = DryRun.Write(CityScenario.Messages(Given.City() with { Messages = 20 }), file, default);

        Assert.Equal(result.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.ToArray())));
        var lines = Encoding.UTF8.GetString(file.ToArray()).Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.StartsWith("edgerelay/v1/1/truck-01/telemetry {\"t\":\"2026-01-05T08:00:00Z\",\"seq\":1,", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_moves_every_time_and_nothing_else()
    {
        var monday = Given.Stream(TenMinutes with { Messages = 50 });
        var friday = Given.Stream(TenMinutes with { Messages = 50, Start = TenMinutes.Start.AddDays(4) });

        Assert.Equal(
            Lines(monday).Select(line => line.Replace("2026-01-05", "2026-01-09", StringComparison.Ordinal).Replace("20260105", "20260109", StringComparison.Ordinal)),
            Lines(friday));
    }

    private static List<string> Lines(IEnumerable<PlannedMessage> messages) =>
        [.. messages.Select(message => $"{message.DueMicroseconds} {message.Topic} {Encoding.UTF8.GetString(message.Payload.Span)}")];

    private static bool IsTelemetry(PlannedMessage message) => message.Kind == MessageKind.Telemetry;

    private static string TimeOf(PlannedMessage message) => Given.Body(message).GetProperty("t").GetString()!;

    private static (double?, double?, double?) PlaceOf(PlannedMessage message)
    {
        var body = Given.Body(message);
        return (Given.Number(body, "lat"), Given.Number(body, "lon"), Given.Number(body, "speed_mph"));
    }
}
