using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Ignition;

/// <summary>Ignition on and off: an edge counts when a second sample agrees or nothing contradicts it for a while.</summary>
internal static class IgnitionRule
{
    private const double TwentyFourVoltsFrom = 18;
    private const long MaxVoltageGapMilliseconds = 600_000;

    /// <summary>Reads the ignition of a sample; other rules ask <see cref="IgnitionState.Reading"/>.</summary>
    /// <returns>Null when the sample says nothing.</returns>
    public static IgnitionReading? Read(ref Turn turn, Sample sample)
    {
        ref var state = ref turn.State.Ignition;
        turn.IgnitionBefore = state.Reading;
        state.HasRpm |= sample.Rpm > 0;
        var reading = Ask(ref turn, sample);
        if (reading is { } said)
        {
            state.Best = said.Source;
            state.Reading = said.On;
        }

        return reading;
    }

    public static void Apply(ref Turn turn, IgnitionReading? reading)
    {
        if (reading is not { } said)
        {
            return;
        }

        ref var state = ref turn.State.Ignition;
        if (state.Believed is null)
        {
            state.Believed = said.On;
        }
        else if (said.On == state.Believed)
        {
            state.EdgeAt = null;
        }
        else if (state.EdgeAt is not null)
        {
            Believe(ref turn);
        }
        else
        {
            state.EdgeAt = said.Since;
            state.EdgeSource = said.Source;
            if (turn.Raw || said.IsSure)
            {
                Believe(ref turn);
            }
        }
    }

    public static long Deadline(VehicleStateView view) =>
        view.State.Ignition.EdgeAt is { } edge
            ? edge + Deadlines.Milliseconds(view.Book.Ignition.ConfirmSeconds)
            : Deadlines.Never;

    public static void OnDeadline(ref Turn turn) => Believe(ref turn);

    /// <summary>The sources in their order; one that is trusted less than what has spoken before is not asked.</summary>
    private static IgnitionReading? Ask(ref Turn turn, Sample sample)
    {
        ref var state = ref turn.State.Ignition;
        var now = turn.Now.UnixMilliseconds;
        if (sample.Ignition is { } attribute)
        {
            return new IgnitionReading(attribute, IgnitionSource.Attribute, now, IsSure: false);
        }

        var best = state.Best ?? IgnitionSource.Voltage;
        if (best >= IgnitionSource.Code && IgnitionCodes.Read(sample.Reason) is { } code)
        {
            return new IgnitionReading(code, IgnitionSource.Code, now, IsSure: false);
        }

        if (best >= IgnitionSource.Rpm && FromRpm(sample.Rpm, ref turn) is { } rpm)
        {
            return new IgnitionReading(rpm, IgnitionSource.Rpm, now, IsSure: false);
        }

        return best >= IgnitionSource.Voltage && turn.Book.Ignition.FromVoltage ? FromVoltage(ref turn, sample.SupplyVolts) : null;
    }

    private static bool? FromRpm(double? rpm, ref Turn turn)
    {
        if (rpm >= turn.Book.Ignition.RunningRpm)
        {
            return true;
        }

        return rpm is 0 && turn.State.Ignition.HasRpm ? false : null;
    }

    /// <summary>
    /// The voltage has said the same for long enough. Between the two thresholds what is read stays, and what is not yet sure starts anew,
    /// as it does after a silence: nobody saw the voltage then.
    /// </summary>
    private static IgnitionReading? FromVoltage(ref Turn turn, double? supply)
    {
        if (supply is not { } volts || !double.IsFinite(volts))
        {
            return null;
        }

        ref var state = ref turn.State.Ignition;
        var settings = turn.Book.Ignition;
        var now = turn.Now.UnixMilliseconds;
        var twelve = volts > TwentyFourVoltsFrom ? volts / 2 : volts;
        bool? says = twelve >= settings.ChargingVolts ? true : twelve <= settings.RestingVolts ? false : null;
        if (turn.SilentMilliseconds > MaxVoltageGapMilliseconds || (says is null && state.Reading != state.VoltageOn))
        {
            state.VoltageSince = null;
        }

        if (says is { } on && (state.VoltageSince is null || state.VoltageOn != on))
        {
            state.VoltageOn = on;
            state.VoltageSince = now;
        }

        var isHeld = state.VoltageSince is { } since && now - since >= Deadlines.Milliseconds(settings.VoltageSeconds);
        return isHeld ? new IgnitionReading(state.VoltageOn, IgnitionSource.Voltage, state.VoltageSince!.Value, IsSure: true) : null;
    }

    private static string NameOf(IgnitionSource source) => source switch
    {
        IgnitionSource.Code => "code",
        IgnitionSource.Rpm => "rpm",
        IgnitionSource.Voltage => "voltage",
        _ => "attribute",
    };

    private static void Believe(ref Turn turn)
    {
        ref var state = ref turn.State.Ignition;
        var on = state.Believed is false;
        var edgeAt = new Instant(state.EdgeAt!.Value);
        double? former = state.BelievedSince is { } since ? edgeAt.SecondsSince(new Instant(since)) : null;
        state.Believed = on;
        state.BelievedSince = state.EdgeAt;
        state.EdgeAt = null;

        var kind = EventKind.Report;
        var detail = new EventDetail.IgnitionChanged(on, former, NameOf(state.EdgeSource));
        if (on)
        {
            foreach (var watch in turn.Plan.IgnitionOns)
            {
                turn.Emit(watch, kind, string.Empty, edgeAt, detail);
            }
        }
        else
        {
            foreach (var watch in turn.Plan.IgnitionOffs)
            {
                turn.Emit(watch, kind, string.Empty, edgeAt, detail);
            }
        }
    }
}
