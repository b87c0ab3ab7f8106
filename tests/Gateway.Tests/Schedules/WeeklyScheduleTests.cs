using System.Globalization;
using System.Text.Json;
using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Tests.Schedules;

/// <summary>In 2026 Berlin's clocks skip 02:00 to 03:00 on 29 March and show it twice on 25 October.</summary>
public sealed class WeeklyScheduleTests
{
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("2026-03-02T06:59:59Z", false)]
    [InlineData("2026-03-02T07:00:00Z", true)]
    [InlineData("2026-03-02T16:59:59Z", true)]
    [InlineData("2026-03-02T17:00:00Z", false)]
    [InlineData("2026-03-03T08:00:00Z", false)]
    [InlineData("2026-07-06T06:00:00Z", true)]
    [InlineData("2026-07-06T05:59:59Z", false)]
    public void Hours_are_those_of_the_clock_on_the_wall(string time, bool included) =>
        Assert.Equal(included, Of("mon", "08:00", "18:00").Includes(At(time)));

    [Theory]
    [InlineData("2026-03-06T20:59:59Z", false)]
    [InlineData("2026-03-06T21:00:00Z", true)]
    [InlineData("2026-03-07T04:59:59Z", true)]
    [InlineData("2026-03-07T05:00:00Z", false)]
    [InlineData("2026-03-07T21:00:00Z", false)]
    public void A_window_that_ends_before_it_begins_ends_on_the_next_day(string time, bool included) =>
        Assert.Equal(included, Of("fri", "22:00", "06:00").Includes(At(time)));

    [Theory]
    [InlineData("02:30", "05:00", "2026-03-29T01:29:59Z", false)]
    [InlineData("02:30", "05:00", "2026-03-29T01:30:00Z", true)]
    [InlineData("01:00", "02:30", "2026-03-29T01:29:59Z", true)]
    [InlineData("01:00", "02:30", "2026-03-29T01:30:00Z", false)]
    public void A_time_that_the_clock_skips_moves_forward(string from, string to, string time, bool included) =>
        Assert.Equal(included, Of("sun", from, to).Includes(At(time)));

    [Theory]
    [InlineData("02:30", "05:00", "2026-10-25T00:29:59Z", false)]
    [InlineData("02:30", "05:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("01:00", "02:30", "2026-10-25T01:29:59Z", true)]
    [InlineData("01:00", "02:30", "2026-10-25T01:30:00Z", false)]
    public void Of_a_time_that_comes_twice_a_start_is_the_first_and_an_end_the_second(string from, string to, string time, bool included) =>
        Assert.Equal(included, Of("sun", from, to).Includes(At(time)));

    [Fact]
    public void Whole_days_in_every_zone_leave_no_instant_out()
    {
        var everyDay = """["mon","tue","wed","thu","fri","sat","sun"]""";
        string[] zones = [Berlin, "America/Phoenix", "Pacific/Kiritimati", "Australia/Lord_Howe", "America/St_Johns", "UTC"];
        foreach (var zone in zones)
        {
            var schedule = Read($$"""{"zone":"{{zone}}","windows":[{"days":{{everyDay}},"from":"00:00","to":"24:00"}]}""");
            for (var hour = 0; hour < 24 * 400; hour++)
            {
                Assert.True(schedule.Includes(At("2025-12-01T00:00:00Z").PlusSeconds((hour * 3_600) - 1)), $"{zone}, hour {hour}");
            }
        }
    }

    [Fact]
    public void Order_of_asking_does_not_matter()
    {
        var luck = new Random(7);
        var asked = Of("wed", "09:00", "17:30");
        for (var i = 0; i < 500; i++)
        {
            var time = At("2020-01-01T00:00:00Z").PlusSeconds(luck.Next(0, 300_000_000));
            Assert.Equal(Of("wed", "09:00", "17:30").Includes(time), asked.Includes(time));
        }
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        const string Json =
            """{"zone":"Europe/Berlin","windows":[{"days":["mon","fri"],"from":"08:00","to":"24:00"},{"days":["sun"],"from":"22:15","to":"06:00"}]}""";

        Assert.Equal(Json, ScheduleJson.Text(ScheduleJson.Parse(Json)));
    }

    [Theory]
    [InlineData("""7""", "/s")]
    [InlineData("""{"windows":[{"days":["mon"],"from":"08:00","to":"18:00"}]}""", "/s/zone")]
    [InlineData("""{"zone":"Europe/Berlyn","windows":[{"days":["mon"],"from":"08:00","to":"18:00"}]}""", "/s/zone")]
    [InlineData("""{"zone":"W. Europe Standard Time","windows":[{"days":["mon"],"from":"08:00","to":"18:00"}]}""", "/s/zone")]
    [InlineData("""{"zone":"UTC","windows":[]}""", "/s/windows")]
    [InlineData("""{"zone":"UTC"}""", "/s/windows")]
    [InlineData("""{"zone":"UTC","windows":[{"days":["Monday"],"from":"08:00","to":"18:00"}]}""", "/s/windows/0/days")]
    [InlineData("""{"zone":"UTC","windows":[{"days":[],"from":"08:00","to":"18:00"}]}""", "/s/windows/0/days")]
    [InlineData("""{"zone":"UTC","windows":[{"days":["mon"],"from":"24:00","to":"18:00"}]}""", "/s/windows/0/from")]
    [InlineData("""{"zone":"UTC","windows":[{"days":["mon"],"from":"8:00","to":"18:00"}]}""", "/s/windows/0/from")]
    [InlineData("""{"zone":"UTC","windows":[{"days":["mon"],"from":"08:00","to":"08:00"}]}""", "/s/windows/0/to")]
    [InlineData("""{"zone":"UTC","windows":[{"days":["mon"],"from":"08:00","to":"24:01"}]}""", "/s/windows/0/to")]
    [InlineData("""{"zone":"UTC","windows":[{"days":["mon"],"from":"08:00","to":"18:00","until":1}]}""", "/s/windows/0/until")]
    public void What_cannot_be_meant_is_refused_with_its_place(string json, string place)
    {
        var faults = new List<string>();
        using var document = JsonDocument.Parse(json);

        ScheduleJson.Read(document.RootElement, "/s", (pointer, _) => faults.Add(pointer));

        Assert.Equal([place], faults);
    }

    private static WeeklySchedule Of(string day, string from, string to) =>
        Read($$"""{"zone":"{{Berlin}}","windows":[{"days":["{{day}}"],"from":"{{from}}","to":"{{to}}"}]}""");

    private static WeeklySchedule Read(string json) => ScheduleJson.Parse(json);

    private static Instant At(string time) => Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
}
