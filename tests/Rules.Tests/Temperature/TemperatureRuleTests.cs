using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.TemperatureRules;

public sealed class TemperatureRuleTests
{
    private static readonly Detection Band =
        new Detection.Temperature { Mode = TemperatureMode.Band, LowCelsius = -22, HighCelsius = -15, MinDurationSeconds = 60 };

    private static Drive Probe(Detection detection, params double?[] readings)
    {
        var drive = new Drive(Given.Book(detection));
        for (var i = 0; i < readings.Length; i++)
        {
            drive.Send(Given.Sample(i * 30).Temperature("cargo", readings[i]));
        }

        return drive;
    }

    [Fact]
    public void Every_reading_is_told_by_default()
    {
        var drive = Probe(new Detection.Temperature(), -18, -18, null, -17);

        Assert.Equal([-18, -18, -17], drive.Details<EventDetail.TemperatureRead>().Select(d => d.Celsius));
        Assert.All(drive.Events, e => Assert.Equal("cargo", e.Subject));
    }

    [Fact]
    public void A_sensors_error_code_is_no_reading()
    {
        var drive = Probe(new Detection.Temperature(), 85, -127, double.NaN, null, 4, 85);

        Assert.Equal([4, 85], drive.Details<EventDetail.TemperatureRead>().Select(d => d.Celsius));
    }

    [Fact]
    public void Only_the_probe_asked_for_is_told()
    {
        var drive = Probe(new Detection.Temperature { Probes = NameList.Of("engine") }, 1, 2);
        drive.Send(Given.Sample(500).Temperature("engine", 90).Temperature("cargo", 3));

        Assert.Equal("engine", Assert.Single(drive.Events).Subject);
    }

    [Fact]
    public void An_interval_thins_readings_out()
    {
        var drive = Probe(new Detection.Temperature { MinIntervalSeconds = 60 }, 1, 2, 3, 4);

        Assert.Equal([1, 3], drive.Details<EventDetail.TemperatureRead>().Select(d => d.Celsius));
    }

    [Fact]
    public void A_change_is_measured_from_the_value_told_last()
    {
        var drive = Probe(new Detection.Temperature { Mode = TemperatureMode.Change }, 4, 4.3, 4.4, 4.5, 4.9, 4.0);

        Assert.Equal([4.5, 4.0], drive.Details<EventDetail.TemperatureRead>().Select(d => d.Celsius));
    }

    [Fact]
    public void Leaving_the_band_must_last_and_coming_back_has_a_hysteresis()
    {
        var drive = Probe(Band, -18, -14, -18, -14, -14, -14, -15.5, -16, -16, -16);

        Assert.Equal([EventKind.High, EventKind.Normal], drive.Events.Select(e => e.Kind));
        Assert.Equal([Given.Second(90), Given.Second(210)], drive.Events.Select(e => e.OccurredAt));
        var intervals = drive.Details<EventDetail.TemperatureRead>().Select(d => d.Interval!.Id);
        Assert.Single(intervals.Distinct());
    }

    [Fact]
    public void The_first_reading_outside_the_band_is_silent()
    {
        var drive = Probe(Band, -5, -5, -5, -5);

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void Too_cold_is_low()
    {
        var drive = Probe(Band, -18, -23, -23, -23);

        Assert.Equal(EventKind.Low, Assert.Single(drive.Events).Kind);
    }

    [Fact]
    public void The_end_of_an_interval_says_how_far_it_went()
    {
        var drive = Probe(AtOnce, -18, -12, -9.5, -13, -18);

        var end = drive.Details<EventDetail.TemperatureRead>().Last();
        Assert.Equal(-9.5, end.PeakCelsius);
        Assert.Equal((Given.Second(30), Given.Second(120)), (end.Interval!.StartedAt, end.Interval.EndedAt));
        Assert.Null(drive.Details<EventDetail.TemperatureRead>().First().PeakCelsius);
    }

    [Fact]
    public void From_too_warm_to_too_cold_one_interval_ends_before_the_other_begins()
    {
        var drive = Probe(AtOnce, -18, -10, -30);

        Assert.Equal([EventKind.High, EventKind.Normal, EventKind.Low], drive.Events.Select(e => e.Kind));
        var ids = drive.Details<EventDetail.TemperatureRead>().Select(d => d.Interval!.Id).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[1], ids[2]);
    }

    [Fact]
    public void A_band_that_stays_left_is_told_again_when_that_is_asked_for()
    {
        var drive = Probe(AtOnce with { RepeatSeconds = 60 }, -18, -10, -10, -10, -10, -10);

        Assert.Equal([EventKind.High, EventKind.Repeat, EventKind.Repeat], drive.Events.Select(e => e.Kind));
        Assert.Single(drive.Details<EventDetail.TemperatureRead>().Select(d => d.Interval!.Id).Distinct());
    }

    private static Detection.Temperature AtOnce => new() { Mode = TemperatureMode.Band, LowCelsius = -22, HighCelsius = -15 };
}
