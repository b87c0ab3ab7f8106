using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Tests.InspectionRules;

public sealed class InspectionRuleTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.Dvir(), new Detection.Dvir { OnlyWithDefects = true }));

    private static InspectionReport Report(double second, int revision = 1, params string[] defects) => new()
    {
        Time = Given.Second(second),
        Received = Given.Second(second),
        ReportId = "D-991",
        Revision = revision,
        InspectionType = "post_trip",
        Status = "safe",
        Parts = [new InspectedPart("tires", "ok", [.. defects.Select(d => new InspectionDefect(d, null, "minor"))])],
    };

    [Fact]
    public void Each_report_is_told()
    {
        _drive.Send(Report(0));

        Assert.Equal("D-991:1", Assert.Single(_drive.Events).Subject);
    }

    [Fact]
    public void A_report_with_defects_is_told_to_both()
    {
        _drive.Send(Report(0, 1, "Tread below limit"));

        Assert.Equal(2, _drive.Events.Count);
    }

    [Fact]
    public void The_same_report_again_is_a_duplicate_and_a_revision_is_not()
    {
        _drive.Send(Report(0)).Send(Report(0));
        Assert.Equal(InputVerdict.Duplicate, _drive.LastVerdict);

        _drive.Send(Report(60, revision: 2));

        Assert.Equal(["D-991:1", "D-991:2"], _drive.Events.Select(e => e.Subject));
    }

    [Fact]
    public void A_report_older_than_the_telemetry_is_told_all_the_same()
    {
        _drive.Send(Given.Sample(1000).At(Given.Origin)).Send(Report(0));

        Assert.Equal(InputVerdict.Applied, _drive.LastVerdict);
        Assert.Equal(Given.Second(1000), _drive.State.Watermark);
    }

    [Fact]
    public void Only_the_statuses_asked_for_are_told()
    {
        var drive = new Drive(Given.Book(new Detection.Dvir { Statuses = NameList.Of("unsafe", "resolved") }));

        drive.Send(Report(0));

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void Updates_can_be_left_out()
    {
        var drive = new Drive(Given.Book(new Detection.Dvir { OnUpdate = false }));

        drive.Send(Report(0)).Send(Report(60, revision: 2));

        Assert.Equal(["D-991:1"], drive.Events.Select(e => e.Subject));
    }

    [Fact]
    public void A_revision_that_a_later_one_overtook_says_that_it_is_late()
    {
        _drive.Send(Report(60, revision: 2)).Send(Report(0)).Send(Report(90, revision: 3));

        Assert.Equal([false, true, false], _drive.Events.Select(e => e.Late));
    }
}
