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
                if (watch.Detection.Probe is null || watch.Detection.Probe == readings[i].Probe)
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
        if (reading.Celsius is not { } celsius || !double.IsFinite(celsius) || celsius == DallasDisconnected)
        {
            return null;
        }

        ref var known = ref turn.State.Temperatures.Known;
        var probe = StableHash.Of(0, reading.Probe);
        if (!known.Span.Contains(probe))
        {
            if (celsius == DallasPowerOn)
            {
                return null;
            }

            known.Add(probe);
        }

        return celsius;
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
        var key = StableHash.Of(watch.Key, probe);
        var index = state.IndexOf(key);
        var isFirst = index < 0;
        if (isFirst)
        {
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
            known.PendingBand = null;
            return;
        }

        if (known.PendingBand != band)
        {
            known.PendingBand = band;
            known.PendingSince = turn.Now.UnixMilliseconds;
        }

        var since = new Instant(known.PendingSince);
        if (!turn.Raw && turn.Now.SecondsSince(since) < watch.Detection.MinDurationSeconds)
        {
            return;
        }

        var id = turn.Identify(watch, band, probe, since);
        Interval? interval = band == EventKind.Normal && known.IntervalId != 0
            ? new Interval(EpisodeId.Of("int_", known.IntervalId), new Instant(known.Since), since, "normal")
            : null;
        known.Band = band;
        known.PendingBand = null;
        known.Since = since.UnixMilliseconds;
        if (band != EventKind.Normal)
        {
            known.IntervalId = id.High;
            interval = new Interval(EpisodeId.Of("int_", id.High), since);
        }

        turn.Emit(id, watch, band, probe, since, Detail(watch, probe, celsius, interval));
    }

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
        turn.Emit(watch, kind, probe, at, Detail(watch, probe, celsius, interval));

    private static EventDetail.TemperatureRead Detail(
        Watch<Detection.Temperature> watch, string probe, double celsius, Interval? interval) =>
        new(probe, celsius, watch.Detection.LowCelsius, watch.Detection.HighCelsius, interval);
}
