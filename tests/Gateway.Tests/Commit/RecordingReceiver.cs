using EdgeRelay.Mqtt;

namespace EdgeRelay.Gateway.Tests.Commit;

/// <summary>A sender that waits for its acknowledgements and looks, at each one, what a reader of the database can see.</summary>
internal sealed class RecordingReceiver(Func<long> rowsVisible) : IAckReceiver
{
    public List<(long Sequence, AckOutcome Outcome, long RowsVisible)> Settled { get; } = [];

    public bool IsBroken { get; private set; }

    public void Settle(long sequence, AckOutcome outcome)
    {
        IsBroken |= outcome == AckOutcome.Abandoned;
        lock (Settled)
        {
            Settled.Add((sequence, outcome, rowsVisible()));
        }
    }
}
