using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Temperature;

/// <summary>Probes that have reported, and what detections remember of them.</summary>
internal struct TemperatureState
{
    /// <summary>Probes that gave a reading at least once: their first one may be a power-on code.</summary>
    public SmallList<ulong> Known;
    public SmallList<ProbeState> Probes;

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
        TemperatureRule.IsValue(reading.Celsius, out _) && Known.Span.Contains(StableHash.Of(0, reading.Probe));

    public readonly TemperatureState Clone() => new() { Known = Known.Clone(), Probes = Probes.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        VehicleStateFormat.WriteHashes(Known, ref writer);
        writer.Unsigned((ulong)Probes.Count);
        foreach (ref readonly var probe in Probes.Span)
        {
            writer.Fixed(probe.Key);
            writer.Fixed(probe.Detection);
            writer.Number(probe.Celsius);
            writer.Time(probe.Since);
            writer.Byte((byte)probe.Band);
            writer.Integer((long?)probe.PendingBand);
            writer.Time(probe.PendingSince == 0 ? null : probe.PendingSince);
            writer.Fixed(probe.IntervalId);
            writer.Time(probe.ToldAt == 0 ? null : probe.ToldAt);
        }
    }

    public static TemperatureState Read(ref StateReader reader)
    {
        var state = new TemperatureState { Known = VehicleStateFormat.ReadHashes(ref reader) };
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            state.Probes.Add(new ProbeState
            {
                Key = reader.Fixed(),
                Detection = reader.Fixed(),
                Celsius = reader.Number(),
                Since = reader.Time(),
                Band = (EventKind)reader.Byte(),
                PendingBand = (EventKind?)reader.MaybeInteger(),
                PendingSince = reader.MaybeTime() ?? 0,
                IntervalId = reader.Fixed(),
                ToldAt = reader.MaybeTime() ?? 0,
            });
        }

        return state;
    }
}
