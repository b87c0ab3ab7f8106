using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Reporting;

namespace EdgeRelay.Simulator.Sending;

/// <summary>
/// Sends each message at its planned time, whether or not earlier ones are acknowledged (an open model), and counts latency from the
/// planned time, so that a stalled broker does not hide its delay.
/// </summary>
internal sealed class Dispatcher(ITelemetrySink sink, Pace pace, RunTally tally, int inFlightLimit)
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private volatile BrokerRefusedException? _refused;

    /// <returns>True when all was sent; false when <paramref name="stop"/> came first.</returns>
    /// <exception cref="BrokerRefusedException">A client was cut off for what it published: the rest would fail likewise.</exception>
    public async Task<bool> Run(IEnumerable<PlannedMessage> messages, CancellationToken stop)
    {
        // Not disposed: what is abandoned in flight after a stop still releases it, and it holds no handle.
        var room = new SemaphoreSlim(inFlightLimit);
        var finished = true;
        try
        {
            foreach (var message in messages)
            {
                stop.ThrowIfCancellationRequested();
                if (!pace.IsUnlimited)
                {
                    await pace.Wait(pace.DueAfter(message.DueMicroseconds), stop);
                }

                if (_refused is not null)
                {
                    break;
                }

                tally.CountPlanned();
                var due = pace.DueAfter(message.DueMicroseconds);
                await room.WaitAsync(stop);
                tally.CountSent();
                _ = Settle(message, pace.IsUnlimited ? pace.Elapsed : due, room);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            finished = false;
        }

        await Drain(room, finished ? Timeout.InfiniteTimeSpan : DrainTime, stop);
        return _refused is { } refused ? throw refused : finished && !stop.IsCancellationRequested;
    }

    private async Task Settle(PlannedMessage message, TimeSpan due, SemaphoreSlim room)
    {
        try
        {
            await sink.Send(message);
            tally.CountAcknowledged(pace.Elapsed - due);
        }
        catch (Exception failure)
        {
            // Whatever the reason, the run goes on; the summary names it.
            tally.CountFailed(failure.Message);
            _refused ??= failure as BrokerRefusedException;
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>Waits until nothing is in flight; after a stop only for a little while.</summary>
    private async Task Drain(SemaphoreSlim room, TimeSpan patience, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience);
        using var onStop = stop.Register(() => limit.CancelAfter(DrainTime));
        try
        {
            for (var permit = 0; permit < inFlightLimit; permit++)
            {
                await room.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // What is still unacknowledged shows in the summary: sent less acknowledged.
        }
    }
}
