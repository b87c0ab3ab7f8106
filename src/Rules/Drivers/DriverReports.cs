using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Drivers;

/// <summary>
/// The explicit messages at the newest instant of any. Of several at one instant the last one to come takes effect, so none may do so again when
/// it comes again.
/// </summary>
/// <remarks>Bounded: of more than <see cref="MaxCount"/> at one instant the first is forgotten.</remarks>
internal struct DriverReports
{
    public const int MaxCount = 8;

    private CompactInteger _at;
    private SmallList<ulong> _known;

    public readonly bool IsEmpty => _known.Count == 0;

    /// <summary>Unix ms; null before the first.</summary>
    public readonly long? At => _at;

    /// <summary>Notes a message that is not older than <see cref="At"/>.</summary>
    /// <returns>False when it came before.</returns>
    public bool Add(long at, DriverReport report)
    {
        if (at != At)
        {
            _at = at;
            _known.Clear();
        }
        else if (_known.Span.Contains(report.ContentHash))
        {
            return false;
        }
        else if (_known.Count == MaxCount)
        {
            _known.RemoveFirst();
        }

        _known.Add(report.ContentHash);
        return true;
    }

    public readonly DriverReports Clone() => this with { _known = _known.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        writer.Time(At);
        VehicleStateFormat.WriteHashes(_known, ref writer);
    }

    public static DriverReports Read(ref StateReader reader) =>
        new() { _at = reader.MaybeTime(), _known = VehicleStateFormat.ReadHashes(ref reader) };
}
