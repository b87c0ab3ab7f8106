using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.State;
using EdgeRelay.Rules.Temperature;

namespace EdgeRelay.Rules;

/// <summary>What happens to a vehicle's state when it meets a rule book for the first time: pieces without a detection are dropped.</summary>
internal static class PlanChange
{
    public static void Purge(VehicleState state, RulePlan plan)
    {
        LocationRule.Purge(state, plan);
        SpeedRule.Purge(state, plan);
        PostedSpeedRule.Purge(state, plan);
        IdleRule.Purge(state, plan);
        TemperatureRule.Purge(state, plan);
    }
}
