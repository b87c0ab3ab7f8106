using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules.Tests;

public sealed class DuplicateTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.Location(), new Detection.Speed { Mph = 10 }));

    [Fact]
    public void The_same_message_again_is_a_duplicate()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Mph(50));
        _drive.Send(Given.Sample(0).At(Given.Origin).Mph(50));

        Assert.Equal(InputVerdict.Duplicate, _drive.LastVerdict);
        Assert.Equal(2, _drive.Events.Count);
    }

    [Fact]
    public void The_same_sequence_number_again_is_a_duplicate_whatever_it_says()
    {
        _drive.Send(Given.Sample(0).Sequence(4).Content(1).Mph(50));
        _drive.Send(Given.Sample(0).Sequence(4).Content(2).Mph(60));

        Assert.Equal(InputVerdict.Duplicate, _drive.LastVerdict);
    }

    [Fact]
    public void The_same_time_with_other_content_is_applied()
    {
        for (var content = 1UL; content <= 157; content++)
        {
            _drive.Send(Given.Sample(0).Content(content).Mph(50));
            Assert.Equal(InputVerdict.Applied, _drive.LastVerdict);
        }

        Assert.Equal(157, _drive.Events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void An_older_sample_changes_nothing_but_is_located_late()
    {
        _drive.Send(Given.Sample(10).At(Given.Origin).Mph(50));
        var before = Saved.Bytes(_drive.State);
        _drive.Events.Clear();

        _drive.Send(Given.Sample(5).At(Given.Meters(30)).Mph(60));

        Assert.Equal(InputVerdict.Late, _drive.LastVerdict);
        Assert.Equal(before, Saved.Bytes(_drive.State));
        var found = Assert.Single(_drive.Events);
        Assert.True(found.Late);
        Assert.Equal("location", found.Detection.Type);
        Assert.Equal(Given.Meters(30), found.Vehicle.Position);
        Assert.Equal(Given.Second(5), found.OccurredAt);
    }

    [Fact]
    public void An_older_sample_without_a_position_tells_nobody()
    {
        _drive.Send(Given.Sample(10).Mph(50));
        _drive.Events.Clear();

        _drive.Send(Given.Sample(5).Mph(60));

        Assert.Empty(_drive.Events);
    }
}
