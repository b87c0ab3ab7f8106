using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Temperature;

/// <summary>Probes that have reported, and what detections remember of them.</summary>
internal struct TemperatureState
{
    private const int BandBits = 0x3F;
    private const int PendingBit = 0x40;
    private const int IntervalBit = 0x80;

    /// <summary>Probes that gave a reading at least once: their first one may be a power-on code.</summary>
    public SmallList<uint> Known;
    public TightList<ProbeState> Probes;

    public readonly bool IsEmpty => Known.Count == 0 && Probes.Count == 0;

    public readonly int IndexOf(ulong key)
    {
        for (var i = 0; i < Probes.Count; i++)
        {
            if (Probes[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the reading, which was applied, counted as one: a probe that gave only its power-on code is not known.</summary>
    public readonly bool IsReading(Inputs.ProbeReading reading) =>
        TemperatureRule.IsValue(reading.Celsius, out _) && Known.Span.Contains((uint)StableHash.Of(0, reading.Probe));

    public readonly TemperatureState Clone() => new() { Known = Known.Clone(), Probes = Probes.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        writer.Unsigned((ulong)Known.Count);
        foreach (var known in Known.Span)
        {
            writer.Fixed32(known);
        }

        writer.Unsigned((ulong)Probes.Count);
        foreach (ref readonly var probe in Probes.Span)
        {
            writer.Key(probe.Key);
            writer.Key(probe.Detection);
            writer.Number(probe.Celsius);
            writer.Time(probe.Since);
            writer.Byte((byte)((int)probe.Band | (probe.PendingBand is null ? 0 : PendingBit) | (probe.IntervalId == 0 ? 0 : IntervalBit)));
            if (probe.PendingBand is { } pending)
            {
                writer.Byte((byte)pending);
                writer.Time(probe.PendingSince);
            }

            if (probe.IntervalId != 0)
            {
                writer.Fixed(probe.IntervalId);
                writer.Time(probe.ToldAt);
            }
        }
    }

    public static TemperatureState Read(ref StateReader reader)
    {
        var state = default(TemperatureState);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            state.Known.Add(reader.Fixed32());
        }

        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            state.Probes.Add(ReadProbe(ref reader));
        }

        return state;
    }

    private static ProbeState ReadProbe(ref StateReader reader)
    {
        var probe = new ProbeState
        {
            Key = reader.Key(),
            Detection = reader.Key(),
            Celsius = reader.Number(),
            Since = reader.Time(),
        };
        var flags = reader.Byte();
        probe.Band = (EventKind)(flags & BandBits);
        var (pending, since) = (flags & PendingBit) != 0 ? (reader.Byte(), reader.Time()) : default;
        if ((flags & IntervalBit) != 0)
        {
            probe.Tell(reader.Fixed(), reader.Time());
        }

        if ((flags & PendingBit) != 0)
        {
            probe.Expect((EventKind)pending, since);
        }

        return probe;
    }
}
