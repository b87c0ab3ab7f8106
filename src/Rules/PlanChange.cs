using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.State;
using EdgeRelay.Rules.Temperature;

namespace EdgeRelay.Rules;

/// <summary>
/// What happens to a vehicle's state when it meets another set of detections: pieces without a detection are dropped, and so are those whose
/// detection was taken away and asked for again in the meantime. Nothing is told of them: nobody is left who asked.
/// </summary>
internal static class PlanChange
{
    public static void Adopt(VehicleState state, RuleBook book, RulePlan plan)
    {
        Purge(state, plan);
        if (state.LastReceived is { } last && book.PlanAt(last) is var before && before.CompleteFromMs < plan.CompleteFromMs)
        {
            // What took effect after the newest sample cannot have made anything that is here.
            Purge(state, before);
        }

        state.Plan = plan;
    }

    private static void Purge(VehicleState state, RulePlan plan)
    {
        LocationRule.Purge(state, plan);
        SpeedRule.Purge(state, plan);
        PostedSpeedRule.Purge(state, plan);
        IdleRule.Purge(state, plan);
        TemperatureRule.Purge(state, plan);
        if (plan.Trips.Length == 0)
        {
            state.Trip = null;
        }
    }
}
