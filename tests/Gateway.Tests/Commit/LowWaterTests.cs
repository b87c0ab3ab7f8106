using EdgeRelay.Gateway.Commit;

namespace EdgeRelay.Gateway.Tests.Commit;

public sealed class LowWaterTests
{
    [Fact]
    public void The_slowest_lane_holds_the_position_back()
    {
        var lowWater = new LowWater(lanes: 2, stored: 10);

        Assert.Null(lowWater.Propose(0, 50));
        Assert.Equal(30, lowWater.Propose(1, 30));
        lowWater.Committed();

        Assert.Equal(30, lowWater.Position);
    }

    [Fact]
    public void A_rolled_back_proposal_is_forgotten()
    {
        var lowWater = new LowWater(lanes: 1, stored: 10);

        lowWater.Propose(0, 50);
        lowWater.RolledBack();

        Assert.Equal(10, lowWater.Position);
        Assert.Equal(20, lowWater.Propose(0, 20));
    }

    [Fact]
    public void It_never_goes_back()
    {
        var lowWater = new LowWater(lanes: 1, stored: 10);
        lowWater.Propose(0, 50);
        lowWater.Committed();

        Assert.Null(lowWater.Propose(0, 40));
        Assert.Equal(50, lowWater.Position);
    }
}
