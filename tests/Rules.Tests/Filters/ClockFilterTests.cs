using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules.Tests.Filters;

public sealed class ClockFilterTests
{
    [Fact]
    public void A_time_more_than_ten_minutes_ahead_is_refused()
    {
        var drive = new Drive(Given.Book(new Detection.Location()));

        drive.Send(Given.Sample(601).Received(Given.Start).At(Given.Origin));

        Assert.Equal(InputVerdict.FutureTime, drive.LastVerdict);
        Assert.Null(drive.State.Watermark);
        Assert.Empty(drive.Events);
    }

    [Fact]
    public void A_time_ten_minutes_ahead_is_taken()
    {
        var drive = new Drive(Given.Book());

        drive.Send(Given.Sample(600).Received(Given.Start));

        Assert.Equal(InputVerdict.Applied, drive.LastVerdict);
    }

    [Fact]
    public void A_time_two_years_back_is_refused()
    {
        var drive = new Drive(Given.Book());

        drive.Send(Given.Sample(0).Received(Given.Second(2 * 366 * 86_400)));

        Assert.Equal(InputVerdict.PastTime, drive.LastVerdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rolled_over_week_counter_is_corrected_and_flagged(int eras)
    {
        var shift = eras * 1024 * 7 * 86_400d;
        var drive = new Drive(Given.Book(new Detection.Location()));

        drive.Send(Given.Sample(0).Received(Given.Second(shift + 5)).At(Given.Origin));

        var found = Assert.Single(drive.Events);
        Assert.Equal(Given.Second(shift), found.OccurredAt);
        Assert.True(found.Vehicle.ClockCorrected);
        Assert.Equal(FilterMarks.GpsWeek, drive.State.LastMarks);
    }

    [Fact]
    public void The_raw_profile_takes_any_time()
    {
        var drive = new Drive(Given.Raw());

        drive.Send(Given.Sample(0).Received(Given.Second(20 * 366 * 86_400d)));

        Assert.Equal(InputVerdict.Applied, drive.LastVerdict);
    }
}
