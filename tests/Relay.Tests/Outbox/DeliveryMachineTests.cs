using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Tests.Outbox;

public sealed class DeliveryMachineTests
{
    /// <summary>The whole table: a row is a phase, a column a turn; <c>x</c> is not legal.</summary>
    private const string Table = """
                    take     accept     retry     giveup  die       hold  release  supersede   expire   cancel
        pending     sending  x          x         x       x         held  x        superseded  expired  cancelled
        retrying    sending  x          x         x       x         held  x        superseded  expired  cancelled
        held        x        x          x         x       x         x     pending  superseded  expired  cancelled
        sending     x        delivered  retrying  failed  retrying  x     x        x           x        x
        delivered   x        x          x         x       x         x     x        x           x        x
        failed      x        x          x         x       x         x     x        x           x        x
        cancelled   x        x          x         x       x         x     x        x           x        x
        superseded  x        x          x         x       x         x     x        x           x        x
        expired     x        x          x         x       x         x     x        x           x        x
        """;

    public static TheoryData<DeliveryPhase, DeliveryTurn, string> Cells()
    {
        var cells = new TheoryData<DeliveryPhase, DeliveryTurn, string>();
        var rows = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var row in rows[1..])
        {
            for (var i = 1; i < row.Length; i++)
            {
                cells.Add(Enum.Parse<DeliveryPhase>(row[0], ignoreCase: true), Enum.Parse<DeliveryTurn>(rows[0][i - 1], ignoreCase: true), row[i]);
            }
        }

        return cells;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Each_turn_leads_where_the_table_says(DeliveryPhase phase, DeliveryTurn turn, string expected) => Assert.Equal(
        expected == "x" ? null : Enum.Parse<DeliveryPhase>(expected, ignoreCase: true),
        DeliveryMachine.After(phase, turn));

    [Fact]
    public void The_table_knows_every_phase_and_turn() =>
        Assert.Equal(Enum.GetValues<DeliveryPhase>().Length * Enum.GetValues<DeliveryTurn>().Length, Cells().Count);

    [Fact]
    public void What_is_stored_of_an_attempts_end_is_the_phase_it_leads_to()
    {
        Assert.Equal(DeliveryState.Delivered, DeliveryMachine.StoredAfter(DeliveryTurn.Accept));
        Assert.Equal(DeliveryState.Retrying, DeliveryMachine.StoredAfter(DeliveryTurn.Retry));
        Assert.Equal(DeliveryState.Failed, DeliveryMachine.StoredAfter(DeliveryTurn.GiveUp));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeliveryMachine.StoredAfter(DeliveryTurn.Cancel));
    }

    [Theory]
    [InlineData(DeliveryState.Pending, true, true, DeliveryPhase.Sending)]
    [InlineData(DeliveryState.Retrying, true, false, DeliveryPhase.Sending)]
    [InlineData(DeliveryState.Pending, false, false, DeliveryPhase.Held)]
    [InlineData(DeliveryState.Retrying, false, false, DeliveryPhase.Held)]
    [InlineData(DeliveryState.Pending, false, true, DeliveryPhase.Pending)]
    [InlineData(DeliveryState.Retrying, false, true, DeliveryPhase.Retrying)]
    [InlineData(DeliveryState.Delivered, false, false, DeliveryPhase.Delivered)]
    [InlineData(DeliveryState.Failed, false, true, DeliveryPhase.Failed)]
    [InlineData(DeliveryState.Cancelled, false, true, DeliveryPhase.Cancelled)]
    [InlineData(DeliveryState.Superseded, false, true, DeliveryPhase.Superseded)]
    [InlineData(DeliveryState.Expired, false, true, DeliveryPhase.Expired)]
    public void What_the_present_knows_tells_more_than_the_row(DeliveryState stored, bool isOpen, bool maySend, DeliveryPhase phase) =>
        Assert.Equal(phase, DeliveryMachine.PhaseOf(stored, isOpen, maySend));
}
