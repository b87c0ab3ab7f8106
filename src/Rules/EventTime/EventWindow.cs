using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>What a vehicle's state knows of earlier ones: where they lie, so that a late sample can be put in its place.</summary>
/// <remarks>Everything is decided by what is in here, never by what a host has in memory: a replay decides the same.</remarks>
internal struct EventWindow
{
    /// <summary>Samples of the vehicle that were applied.</summary>
    public long Samples;

    /// <summary>A tick has told of deadlines up to here, Unix ms; a sample that is older comes late. 0 when none did.</summary>
    public long TickedTo;

    /// <summary>Oldest first; at most one for the window, one for the next, and one per gap.</summary>
    public TightList<CheckpointMark> Marks;

    public readonly bool IsEmpty => Samples == 0 && TickedTo == 0 && Marks.Count == 0;

    /// <summary>Whether the state before a sample at <paramref name="time"/> must be kept.</summary>
    public readonly bool IsDue(long? watermark, long time, LateSettings settings, out bool isGap)
    {
        isGap = watermark is not { } last || time - last > Deadlines.Milliseconds(settings.GapSeconds);
        if (isGap || Marks.Count == 0)
        {
            return true;
        }

        ref readonly var newest = ref Marks.Span[^1];
        return IsWindowOld(newest, time, settings);
    }

    /// <summary>A sample was applied.</summary>
    public void Applied(long time)
    {
        Samples++;
        TickedTo = TickedTo <= time ? 0 : TickedTo;
    }

    /// <summary>Notes where the state before a sample lies, and forgets marks that nobody needs any more.</summary>
    public void Add(in CheckpointMark mark, LateSettings settings)
    {
        Marks.Add(mark);
        var window = WindowMark(mark.At, settings);
        var gaps = 0;
        for (var i = Marks.Count - 1; i >= 0; i--)
        {
            gaps += Marks[i].IsGap ? 1 : 0;
            var isKeptGap = Marks[i].IsGap && gaps <= settings.Gaps && !IsSpent(Marks[i], mark.At, settings);
            if (i != window && i != Marks.Count - 1 && !isKeptGap)
            {
                Marks.RemoveAt(i);
                window -= i < window ? 1 : 0;
            }
        }
    }

    /// <summary>The newest kept state to which a sample at <paramref name="time"/> can be applied; −1 when none reaches back so far.</summary>
    public readonly int MarkFor(long time, long watermark, LateSettings settings)
    {
        for (var i = Marks.Count - 1; i >= 0; i--)
        {
            if (Marks.Span[i].Before < time)
            {
                return IsSpent(Marks.Span[i], watermark, settings) ? -1 : i;
            }
        }

        return -1;
    }

    public readonly EventWindow Clone() => this with { Marks = Marks.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        writer.Unsigned((ulong)Samples);
        writer.Unsigned(((ulong)Marks.Count << 1) | (TickedTo == 0 ? 0UL : 1));
        if (TickedTo != 0)
        {
            writer.Time(TickedTo);
        }

        var position = 0L;
        foreach (ref readonly var mark in Marks.Span)
        {
            writer.Time(mark.At);
            writer.Unsigned(((ulong)(mark.Before == CheckpointMark.Never ? 0 : mark.At - mark.Before + 1) << 1) | (mark.IsGap ? 1UL : 0));
            writer.Signed(mark.Position - position);
            writer.Unsigned((ulong)(Samples - mark.Samples));
            position = mark.Position;
        }
    }

    public static EventWindow Read(ref StateReader reader)
    {
        var window = new EventWindow { Samples = (long)reader.Unsigned() };
        var marks = reader.Unsigned();
        window.TickedTo = (marks & 1) != 0 ? reader.Time() : 0;
        var position = 0L;
        for (var left = marks >> 1; left > 0 && !reader.Failed; left--)
        {
            var at = reader.Time();
            var before = reader.Unsigned();
            position += reader.Signed();
            window.Marks.Add(new CheckpointMark
            {
                At = at,
                Before = before >> 1 == 0 ? CheckpointMark.Never : at - (long)(before >> 1) + 1,
                IsGap = (before & 1) != 0,
                Position = position,
                Samples = window.Samples - (long)reader.Unsigned(),
            });
        }

        return window;
    }

    /// <summary>The newest mark that reaches back over the whole window; the oldest when none does yet.</summary>
    private readonly int WindowMark(long time, LateSettings settings)
    {
        for (var i = Marks.Count - 1; i >= 0; i--)
        {
            if (IsWindowOld(Marks.Span[i], time, settings))
            {
                return i;
            }
        }

        return 0;
    }

    private readonly bool IsWindowOld(in CheckpointMark mark, long time, LateSettings settings) =>
        time - mark.At >= Deadlines.Milliseconds(settings.WindowSeconds) || Samples - mark.Samples >= settings.WindowSamples;

    private readonly bool IsSpent(in CheckpointMark mark, long time, LateSettings settings) =>
        time - mark.At > Deadlines.Milliseconds(settings.GapKeptSeconds) || Samples - mark.Samples > settings.GapSamples;
}
