using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Temperature;

/// <summary>Temperatures per probe: every reading, every change, or leaving and regaining a band.</summary>
internal static class TemperatureRule
{
    private const double DallasDisconnected = -127;
    private const double DallasPowerOn = 85;

    /// <summary>Probes of a vehicle that are known; beyond them the first is forgotten. A message has at most 32.</summary>
    private const int MaxProbes = 64;

    /// <summary>Probes times detections that are remembered; beyond them the first is forgotten and starts anew.</summary>
    private const int MaxProbeStates = 256;

    /// <summary>A band that is being left or regained starts anew after a longer silence.</summary>
    private const long MaxGapMilliseconds = 600_000;

    public static void Apply(ref Turn turn, Sample sample)
    {
        // Probes are known though nobody may ask, so that one who begins to ask finds the same whoever asked before.
        var readings = sample.Temperatures;
        for (var i = 0; i < readings.Count; i++)
        {
            if (ValueOf(ref turn, readings[i]) is not { } celsius)
            {
                continue;
            }

            foreach (var watch in turn.Plan.Temperatures)
            {
                if (watch.Detection.Probes.Accepts(readings[i].Probe))
                {
                    Judge(ref turn, watch, readings[i].Probe, celsius);
                }
            }
        }
    }

    public static void Purge(VehicleState state, RulePlan plan)
    {
        for (var i = state.Temperatures.Probes.Count - 1; i >= 0; i--)
        {
            if (!Array.Exists(plan.Temperatures, new KeyMatch(state.Temperatures.Probes[i].Detection).Fits))
            {
                state.Temperatures.Probes.RemoveAt(i);
            }
        }
    }

    /// <returns>Null for a sensor's error code: it is no reading, and no event may follow.</returns>
    private static double? ValueOf(ref Turn turn, ProbeReading reading)
    {
        if (!IsValue(reading.Celsius, out var celsius))
        {
            return null;
        }

        ref var known = ref turn.State.Temperatures.Known;
        var probe = (uint)StableHash.Of(0, reading.Probe);
        if (!known.Span.Contains(probe))
        {
            if (celsius == DallasPowerOn)
            {
                return null;
            }

            if (known.Count == MaxProbes)
            {
                known.RemoveFirst();
            }

            known.Add(probe);
        }

        return celsius;
    }

    /// <summary>Whether a number is a reading and no sign of a missing sensor; a power-on code shows only by what came before it.</summary>
    public static bool IsValue(double? number, out double celsius)
    {
        celsius = number ?? double.NaN;
        return double.IsFinite(celsius) && celsius != DallasDisconnected;
    }

    private static void Judge(ref Turn turn, Watch<Detection.Temperature> watch, string probe, double celsius)
    {
        var want = watch.Detection;
        if (want.Mode == TemperatureMode.Report && want.MinIntervalSeconds <= 0)
        {
            Tell(ref turn, watch, EventKind.Report, probe, turn.Now, celsius, null);
            return;
        }

        ref var state = ref turn.State.Temperatures;
        var key = StableHash.Key(watch.Key, probe);
        var index = state.IndexOf(key);
        var isFirst = index < 0;
        if (isFirst)
        {
            if (state.Probes.Count == MaxProbeStates)
            {
                state.Probes.RemoveAt(0);
            }

            index = state.Probes.Count;
            state.Probes.Add(new ProbeState { Key = key, Detection = watch.Key, Band = EventKind.Normal });
        }

        ref var known = ref state.Probes[index];
        switch (want.Mode)
        {
            case TemperatureMode.Report when isFirst || turn.Now.SecondsSince(new Instant(known.Since)) >= want.MinIntervalSeconds:
                known.Since = turn.Now.UnixMilliseconds;
                Tell(ref turn, watch, EventKind.Report, probe, turn.Now, celsius, null);
                break;
            case TemperatureMode.Change when isFirst:
                known.Celsius = celsius;
                break;
            case TemperatureMode.Change when Math.Abs(celsius - known.Celsius) >= want.DeltaCelsius:
                known.Celsius = celsius;
                Tell(ref turn, watch, EventKind.Report, probe, turn.Now, celsius, null);
                break;
            case TemperatureMode.Band when isFirst:
                known.Band = BandOf(want, celsius, EventKind.Normal, turn.Raw);
                known.Since = turn.Now.UnixMilliseconds;
                known.Celsius = celsius;
                break;
            case TemperatureMode.Band:
                JudgeBand(ref turn, watch, ref known, probe, celsius);
                break;
        }
    }

    private static void JudgeBand(
        ref Turn turn, Watch<Detection.Temperature> watch, ref ProbeState known, string probe, double celsius)
    {
        var band = BandOf(watch.Detection, celsius, known.Band, turn.Raw);
        if (band == known.Band)
        {
            known.Agree();
            StayInBand(ref turn, watch, ref known, probe, celsius);
            return;
        }

        if (known.PendingBand != band || turn.SilentMilliseconds > MaxGapMilliseconds)
        {
            known.Expect(band, turn.Now.UnixMilliseconds);
        }

        var since = new Instant(known.PendingSince);
        if (turn.Raw || turn.Now.SecondsSince(since) >= watch.Detection.MinDurationSeconds)
        {
            // From one side to the other: the interval of the first side ends before that of the second begins.
            if (known.Band != EventKind.Normal && band != EventKind.Normal)
            {
                ChangeBand(ref turn, watch, ref known, probe, celsius, EventKind.Normal, since);
            }

            ChangeBand(ref turn, watch, ref known, probe, celsius, band, since);
        }
    }

    private static void StayInBand(
        ref Turn turn, Watch<Detection.Temperature> watch, ref ProbeState known, string probe, double celsius)
    {
        if (known.Band == EventKind.Normal)
        {
            return;
        }

        known.Celsius = Farther(known.Band, known.Celsius, celsius);
        var repeat = watch.Detection.RepeatSeconds;
        if (repeat > 0 && known.IntervalId != 0 && turn.Now.SecondsSince(new Instant(known.ToldAt)) >= repeat)
        {
            known.Tell(known.IntervalId, turn.Now.UnixMilliseconds);
            var interval = new Interval(EpisodeId.Of("int_", known.IntervalId), new Instant(known.Since));
            turn.Emit(watch, EventKind.Repeat, probe, turn.Now, Detail(watch, probe, celsius, interval, null));
        }
    }

    private static void ChangeBand(
        ref Turn turn,
        Watch<Detection.Temperature> watch,
        ref ProbeState known,
        string probe,
        double celsius,
        EventKind band,
        Instant since)
    {
        var id = turn.Identify(watch, band, probe, since);
        var isEnd = known.IntervalId != 0;
        Interval? interval = isEnd
            ? new Interval(EpisodeId.Of("int_", known.IntervalId), new Instant(known.Since), since, "normal")
            : null;
        double? peak = isEnd ? known.Celsius : null;
        known.Band = band;
        known.Since = since.UnixMilliseconds;
        known.Celsius = celsius;
        if (band == EventKind.Normal)
        {
            known.Regain();
        }
        else
        {
            known.Tell(id.Number, turn.Now.UnixMilliseconds);
            (interval, peak) = (new Interval(EpisodeId.Of("int_", id.Number), since), null);
        }

        turn.Emit(id, watch, band, probe, since, Detail(watch, probe, celsius, interval, peak));
    }

    private static double Farther(EventKind band, double one, double other) =>
        band == EventKind.High ? Math.Max(one, other) : Math.Min(one, other);

    private static EventKind BandOf(Detection.Temperature want, double celsius, EventKind before, bool raw)
    {
        var hysteresis = raw ? 0 : want.HysteresisCelsius;
        var high = before == EventKind.High ? want.HighCelsius - hysteresis : want.HighCelsius;
        var low = before == EventKind.Low ? want.LowCelsius + hysteresis : want.LowCelsius;
        if (celsius > high)
        {
            return EventKind.High;
        }

        return celsius < low ? EventKind.Low : EventKind.Normal;
    }

    private static void Tell(
        ref Turn turn, Watch<Detection.Temperature> watch, EventKind kind, string probe, Instant at, double celsius, Interval? interval) =>
        turn.Emit(watch, kind, probe, at, Detail(watch, probe, celsius, interval, null));

    private static EventDetail.TemperatureRead Detail(
        Watch<Detection.Temperature> watch, string probe, double celsius, Interval? interval, double? peak) =>
        new(probe, celsius, watch.Detection.LowCelsius, watch.Detection.HighCelsius, interval, peak);
}
