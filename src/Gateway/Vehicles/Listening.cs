using EdgeRelay.Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// When the gateway was able to hear its vehicles. A vehicle's silence counts only then (telematics reference 2.5): what passed while we were
/// down, or could not commit and so acknowledged nothing, is not held against it, and then it gets time to come back and send.
/// </summary>
/// <remarks>Thread-safe: lanes ask, the writer's thread tells.</remarks>
internal sealed class Listening
{
    /// <summary>Outages that are remembered; beyond it the oldest is forgotten. A deadline that spans more of them may come early.</summary>
    public const int MostOutages = 64;

    /// <summary>
    /// A longer time without a mark is an outage, and ends what we may say about silence. Twice the interval of the marks, so that a slow disk is none.
    /// </summary>
    public static readonly TimeSpan LongestPause = 2 * ListeningMarks.Interval;

    private readonly long _catchUpMs;
    private volatile Outage[] _outages;
    private long _untilMs;

    /// <param name="outages">In the order of time.</param>
    /// <param name="untilMs">The last moment at which we are known to have listened, Unix ms.</param>
    /// <param name="catchUp">How long after an outage devices get at most to come back and send what they have kept.</param>
    public Listening(IEnumerable<Outage> outages, long untilMs, TimeSpan catchUp)
    {
        _outages = [.. outages];
        _untilMs = untilMs;
        _catchUpMs = (long)catchUp.TotalMilliseconds;
    }

    /// <summary>As it was when the gateway last ran, and from then to now an outage.</summary>
    public static Listening Read(CoreDatabase database, TimeSpan catchUp, TimeProvider clock)
    {
        using var context = database.Read();
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var untilMs = context.Meta.AsNoTracking().FirstOrDefault(m => m.Name == MetaRow.ListeningUntilMs)?.Value
            // Written by a version that kept no marks.
            ?? context.Journal.OrderByDescending(j => j.Position).Select(j => (long?)j.CommittedMs).FirstOrDefault()
            ?? nowMs;
        var outages = context.Outages.OrderBy(o => o.FromMs).Select(o => new Outage(o.FromMs, o.UntilMs)).ToList();
        var listening = new Listening(outages, untilMs, catchUp);
        listening.Mark(nowMs);
        return listening;
    }

    /// <summary>Whether the silence of vehicles can be judged at <paramref name="nowMs"/>: we have listened until just now.</summary>
    public bool IsSure(long nowMs) => nowMs - Interlocked.Read(ref _untilMs) <= LongestPause.TotalMilliseconds;

    /// <summary>We listen at <paramref name="nowMs"/>. Since the last mark we did too, or were out for as long.</summary>
    public void Mark(long nowMs)
    {
        _outages = OutagesAt(nowMs);
        Interlocked.Exchange(ref _untilMs, nowMs);
    }

    /// <summary>The outages as they are if we listen at <paramref name="nowMs"/>.</summary>
    public Outage[] OutagesAt(long nowMs) => IsSure(nowMs)
        ? _outages
        : [.. _outages.Append(new Outage(Interlocked.Read(ref _untilMs), nowMs)).TakeLast(MostOutages)];

    /// <summary>Moves a deadline's due time by the outages since the vehicle was heard.</summary>
    /// <param name="heardMs">When its last message was received, Unix ms.</param>
    /// <param name="dueMs">When the deadline would be due had we always listened, Unix ms.</param>
    /// <remarks>
    /// An outage in between does not count, and after it the vehicle gets as long as the outage took, at most the time to catch up: devices try
    /// again at growing intervals, so that the longer they were cut off the later they come.
    /// </remarks>
    public long DueMs(long heardMs, long dueMs)
    {
        foreach (var outage in _outages)
        {
            if (outage.UntilMs > heardMs && outage.FromMs < dueMs)
            {
                var unheard = outage.UntilMs - Math.Max(outage.FromMs, heardMs);
                dueMs = Math.Max(dueMs + unheard, outage.UntilMs + Math.Min(outage.Milliseconds, _catchUpMs));
            }
        }

        return dueMs;
    }
}
