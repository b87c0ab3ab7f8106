using System.Buffers;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>
/// Takes the state as it was before an input, where the rules want it kept; the host stores it with that input. Giving one to the rules also
/// promises to run late samples again (<see cref="InputVerdict.OutOfOrder"/>).
/// </summary>
/// <param name="output">Empty when an input is applied; the host clears it.</param>
/// <remarks>Used again input after input by one thread.</remarks>
public sealed class CheckpointSink(IBufferWriter<byte> output)
{
    /// <summary>Journal position that the input at hand will have.</summary>
    public long Position { get; private set; }

    /// <summary>The state before the input at hand was written.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Call before each input.</summary>
    public void Begin(long position)
    {
        Position = position;
        IsTaken = false;
    }

    internal void Take(VehicleState state, long time, LateSettings settings)
    {
        var watermark = state.Watermark?.UnixMilliseconds;
        if (!state.Window.IsDue(watermark, time, settings, out var isGap))
        {
            return;
        }

        state.Write(output);
        IsTaken = true;
        state.Window.Add(
            new CheckpointMark
            {
                At = time,
                // Deadlines that a tick has told of are in the state: a sample before them needs an older one.
                Before = watermark is { } last ? Math.Max(last, state.Window.TickedTo) : CheckpointMark.Never,
                Position = Position,
                Samples = state.Window.Samples,
                IsGap = isGap,
            },
            settings);
    }
}
