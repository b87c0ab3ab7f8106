using System.Text.Json;
using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Tests.Scenarios;

/// <summary>What each of the fourteen event types needs occurs in twenty minutes of five vehicles.</summary>
public sealed class CityStreamTests
{
    private static readonly List<(PlannedMessage Message, JsonElement Body)> Messages =
        [.. Given.Stream(Given.City() with { Duration = TimeSpan.FromMinutes(20) }).Select(message => (message, Given.Body(message)))];

    private static IEnumerable<(PlannedMessage Message, JsonElement Body)> Of(MessageKind kind) =>
        Messages.Where(message => message.Message.Kind == kind);

    private static IEnumerable<List<JsonElement>> Drives() =>
        Of(MessageKind.Telemetry).GroupBy(message => message.Message.Vehicle, message => message.Body).Select(vehicle => vehicle.ToList());

    private static DateTime Time(JsonElement body) => body.GetProperty("t").GetDateTime();

    private static double Mph(JsonElement body) => body.GetProperty("speed_mph").GetDouble();

    private static bool Ignition(JsonElement body) => body.GetProperty("ignition").GetBoolean();

    [Fact]
    public void Location_every_sample_has_a_place() =>
        Assert.All(Of(MessageKind.Telemetry), message => Assert.InRange(message.Body.GetProperty("lat").GetDouble(), 39.82, 39.86));

    [Fact]
    public void Speed_somebody_drives_75_mph() => Assert.Contains(Of(MessageKind.Telemetry), message => Mph(message.Body) >= 75);

    [Fact]
    public void Posted_speed_somebody_drives_10_mph_over_the_limit_and_most_do_not()
    {
        var over = Of(MessageKind.Telemetry).Count(message => Mph(message.Body) - message.Body.GetProperty("limit_mph").GetDouble() >= 10);

        Assert.InRange(over, 20, Messages.Count / 3);
    }

    [Fact]
    public void Heartbeat_each_vehicle_sends_one() =>
        Assert.Equal(5, Of(MessageKind.Heartbeat).Select(message => message.Message.Vehicle).Distinct().Count());

    [Fact]
    public void Ignition_goes_off_and_on()
    {
        var edges = Drives().SelectMany(drive => drive.Zip(drive.Skip(1), (a, b) => (Ignition(a), Ignition(b)))).ToList();

        Assert.Contains((true, false), edges);
        Assert.Contains((false, true), edges);
    }

    [Fact]
    public void Trip_complete_a_drive_of_a_kilometre_ends_with_the_ignition_off_for_a_minute() =>
        Assert.Contains(Drives(), drive => drive.Any(parked =>
            Ignition(parked)
            && drive.Any(off => !Ignition(off) && Time(off) > Time(parked) && Metres(off) - Metres(parked) > 1_000
                && drive.Where(later => Time(later) >= Time(off) && Time(later) <= Time(off).AddSeconds(62)).All(later => !Ignition(later)))));

    [Fact]
    public void Idle_somebody_stands_with_the_engine_on_for_more_than_120_s() =>
        Assert.Contains(Drives(), drive => LongestRun(drive, body => Ignition(body) && Mph(body) == 0) > TimeSpan.FromSeconds(122));

    [Fact]
    public void Temperature_is_reported_by_two_probes() =>
        Assert.Contains(Of(MessageKind.Telemetry), message =>
            message.Body.TryGetProperty("temps_c", out var probes) && probes.GetProperty("cargo-1").GetDouble() is > -25 and < 0
            && probes.TryGetProperty("cargo-2", out _));

    [Fact]
    public void Dvir_reports_come_with_and_without_defects()
    {
        var statuses = Given.Stream(Given.City(25) with { Duration = TimeSpan.FromMinutes(5) })
            .Where(message => message.Kind == MessageKind.Inspection)
            .Select(message => Given.Body(message).GetProperty("status").GetString()).ToHashSet();

        Assert.Equal(["safe", "unsafe"], statuses.Order());
        Assert.Contains(Of(MessageKind.Inspection), message => message.Body.GetProperty("type").GetString() == "post_trip");
    }

    [Fact]
    public void Driver_assignment_comes_by_message_and_by_tag_and_drivers_sign_off()
    {
        var actions = Of(MessageKind.Driver).Select(message => message.Body.GetProperty("action").GetString()).ToHashSet();

        Assert.Equal(["assign", "unassign"], actions.Order());
        Assert.Contains(Of(MessageKind.Telemetry), message => message.Body.TryGetProperty("driver_tag", out _));
    }

    [Fact]
    public void Driver_tags_have_the_check_byte_that_known_tags_have()
    {
        Assert.Equal(0x45, DriverRoster.CheckByte(Convert.FromHexString("01A3F2C4180000")));
        Assert.All(Of(MessageKind.Driver), message =>
        {
            var tag = Convert.FromHexString(message.Body.GetProperty("tag").GetString()!);
            Assert.Equal(tag[7], DriverRoster.CheckByte(tag.AsSpan(0, 7)));
        });
    }

    [Fact]
    public void Sequence_numbers_and_times_of_a_vehicle_rise() =>
        Assert.All(Drives(), drive => Assert.All(drive.Zip(drive.Skip(1)), pair =>
        {
            Assert.Equal(pair.First.GetProperty("seq").GetInt64() + 1, pair.Second.GetProperty("seq").GetInt64());
            Assert.True(Time(pair.First) < Time(pair.Second));
        }));

    [Fact]
    public void Messages_come_at_the_rate_that_was_asked_for() => Assert.Equal(5 * 20 * 60, Messages.Count);

    private static long Metres(JsonElement body) => body.GetProperty("odo_m").GetInt64();

    private static TimeSpan LongestRun(List<JsonElement> drive, Func<JsonElement, bool> holds)
    {
        DateTime? since = null;
        var longest = TimeSpan.Zero;
        foreach (var body in drive)
        {
            since = holds(body) ? since ?? Time(body) : null;
            var run = since is { } start ? Time(body) - start : TimeSpan.Zero;
            longest = run > longest ? run : longest;
        }

        return longest;
    }
}
