using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Heartbeat;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Explaining;

/// <summary>Why <c>ignition_on</c>, <c>ignition_off</c>, <c>heartbeat</c>, <c>temperature</c>, <c>dvir</c> and <c>driver_assignment</c> fired or did not.</summary>
internal static class SignalReasons
{
    public static TriggerExplanation OfIgnition(Judgement judged, IWatch watch, bool on)
    {
        ref readonly var after = ref judged.After.Ignition;
        var edge = after.EdgeAt ?? judged.Before.Ignition.EdgeAt;
        return judged.Explain(
            watch,
            PhaseOf(judged.Before),
            PhaseOf(judged.After),
            Say.Is("ignition reads", Say.OnOff(after.Reading), on ? "on" : "off"),
            Say.Is("it was", Say.OnOff(judged.Before.Ignition.Believed), on ? "off" : "on"),
            Say.AtLeast(
                "uncontradicted for, or a second reading agrees,",
                edge is { } at ? judged.Now.SecondsSince(new Instant(at)) : 0,
                judged.Book.Ignition.ConfirmSeconds,
                "s"));
    }

    public static TriggerExplanation Of(Judgement judged, Watch<Detection.Heartbeat> watch)
    {
        ref readonly var before = ref judged.Before.Heartbeat;
        var conditions = new List<Condition>
        {
            Say.Is("message", judged.Input is HeartbeatReport report ? (report.IsConnect ? "connect" : "heartbeat") : "telemetry", "heartbeat"),
        };
        if (watch.Detection.DeriveDaily && judged.Input is Sample)
        {
            double? since = before.LastAt is { } at ? judged.Now.SecondsSince(new Instant(at)) : null;
            conditions.Add(Say.AtLeast("or since the last heartbeat", since, HeartbeatRule.DaySeconds, "s"));
        }

        if (watch.Detection.MissedAfterSeconds is { } missed and > 0)
        {
            double? silent = before.HeardAt is { } heard ? judged.Now.SecondsSince(new Instant(heard)) : null;
            conditions.Add(Say.AtLeast("or silent before it for", silent, missed, "s"));
        }

        return judged.Explain(watch, PhaseOf(before), PhaseOf(judged.After.Heartbeat), conditions);
    }

    public static IEnumerable<TriggerExplanation> Of(Judgement judged, Watch<Detection.Temperature> watch)
    {
        if (judged.Input is not Sample sample)
        {
            yield break;
        }

        foreach (var reading in sample.Temperatures)
        {
            if (watch.Detection.Probes.Accepts(reading.Probe))
            {
                yield return judged.Explain(
                    watch,
                    reading.Probe,
                    PhaseOf(judged.Before, watch, reading.Probe),
                    PhaseOf(judged.After, watch, reading.Probe),
                    Conditions(judged, watch, reading));
            }
        }
    }

    public static TriggerExplanation Of(Judgement judged, Watch<Detection.Dvir> watch, InspectionReport report)
    {
        var want = watch.Detection;
        var conditions = new List<Condition>();
        if (want.OnlyWithDefects)
        {
            conditions.Add(Say.AtLeast("defects", report.DefectCount, 1, "defects"));
        }

        if (!want.Statuses.IsEmpty)
        {
            conditions.Add(new Condition("status", report.Status, "one of " + want.Statuses, want.Statuses.Accepts(report.Status)));
        }

        if (!want.OnUpdate)
        {
            conditions.Add(Say.AtMost("revision", report.Revision, 1, "revision"));
        }

        return judged.Explain(watch, string.Empty, string.Empty, conditions);
    }

    public static TriggerExplanation Of(Judgement judged, Watch<Detection.DriverAssignment> watch)
    {
        ref readonly var after = ref judged.After.Drivers;
        var conditions = new List<Condition>();
        if (after.PendingTag is { } tag)
        {
            conditions.Add(Say.AtLeast(
                $"tag {tag} unreplaced for", judged.Now.SecondsSince(new Instant(after.PendingAt)), Drivers.DriverRule.SettleSeconds, "s"));
        }
        else
        {
            var (former, now) = (NameOf(judged.Before), NameOf(judged.After));
            conditions.Add(new Condition("driver", now, "other than " + former, now != former));
        }

        return judged.Explain(watch, NameOf(judged.Before), NameOf(judged.After), conditions);
    }

    private static List<Condition> Conditions(Judgement judged, Watch<Detection.Temperature> watch, ProbeReading reading)
    {
        var want = watch.Detection;
        var known = Find(judged.Before, watch, reading.Probe);
        var conditions = new List<Condition>
        {
            new("reading", reading.Celsius is { } celsius ? $"{celsius:0.###} °C" : null, "a value and no error code", judged.After.Temperatures.IsReading(reading)),
        };
        switch (want.Mode)
        {
            case TemperatureMode.Report when want.MinIntervalSeconds > 0 && known is { } sent:
                conditions.Add(Say.AtLeast("since the last sent", judged.Now.SecondsSince(new Instant(sent.Since)), want.MinIntervalSeconds, "s"));
                break;
            case TemperatureMode.Change when known is { } sent:
                conditions.Add(Say.AtLeast("change since the last sent", Math.Abs((reading.Celsius - sent.Celsius) ?? 0), want.DeltaCelsius, "°C"));
                break;
            case TemperatureMode.Band:
                AddBand(conditions, judged, want, Find(judged.After, watch, reading.Probe), reading.Celsius);
                break;
        }

        return conditions;
    }

    private static void AddBand(
        List<Condition> conditions, Judgement judged, Detection.Temperature want, Temperature.ProbeState? known, double? celsius)
    {
        if (want.LowCelsius is { } low)
        {
            conditions.Add(Say.AtLeast("within the band", celsius, low, "°C"));
        }

        if (want.HighCelsius is { } high)
        {
            conditions.Add(Say.AtMost("within the band", celsius, high, "°C"));
        }

        if (want.MinDurationSeconds > 0 && known is { PendingBand: not null } pending)
        {
            conditions.Add(Say.AtLeast("held for", judged.Now.SecondsSince(new Instant(pending.PendingSince)), want.MinDurationSeconds, "s"));
        }
    }

    private static Temperature.ProbeState? Find(VehicleState state, Watch<Detection.Temperature> watch, string probe)
    {
        var index = state.Temperatures.IndexOf(StableHash.Key(watch.Key, probe));
        return index < 0 ? null : state.Temperatures.Probes[index];
    }

    private static string PhaseOf(VehicleState state, Watch<Detection.Temperature> watch, string probe) =>
        watch.Detection.Mode != TemperatureMode.Band ? string.Empty
        : Find(state, watch, probe) is not { } known ? "unknown"
        : known.PendingBand is { } next ? $"{Name(known.Band)}, about to be {Name(next)}"
        : Say.Since(Name(known.Band), known.Since);

    private static string Name(Events.EventKind band) => band.ToString().ToLowerInvariant();

    private static string PhaseOf(in HeartbeatState state) =>
        state.LastAt is { } at ? "last one at " + new Instant(at) : "never heard of";

    private static string PhaseOf(VehicleState state)
    {
        ref readonly var ignition = ref state.Ignition;
        var believed = Say.OnOff(ignition.Believed) ?? "unknown";
        return ignition.EdgeAt is { } edge ? $"{believed}, about to change since {new Instant(edge)}" : believed;
    }

    private static string NameOf(VehicleState state) =>
        state.Drivers.DriverId ?? (state.Drivers.Tag is { } tag ? "unknown tag " + tag : "nobody");
}
