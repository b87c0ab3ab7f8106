using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>The budgets of a lane's vehicles whose pasts ran again lately. Touched by the lane's thread alone.</summary>
internal sealed class RerunBudgets(VehicleSettings settings, TimeProvider clock)
{
    private const int LooksFrom = 1_024;

    private readonly Dictionary<VehicleRef, RerunBudget> _spent = [];
    private int _looksAt = LooksFrom;

    /// <summary>How long until the vehicle's past may run again; zero when it may now.</summary>
    public TimeSpan UntilEarned(VehicleRef vehicle) =>
        _spent.TryGetValue(vehicle, out var budget) ? budget.UntilEarned : TimeSpan.Zero;

    public void Spend(VehicleRef vehicle, int steps)
    {
        if (!_spent.TryGetValue(vehicle, out var budget))
        {
            ForgetWhole();
            _spent.Add(vehicle, budget = new RerunBudget(settings.RerunBurstSteps, settings.RerunStepsPerSecond, clock));
        }

        budget.Spend(steps);
    }

    /// <summary>A look at all of them each time that their number has doubled.</summary>
    private void ForgetWhole()
    {
        if (_spent.Count < _looksAt)
        {
            return;
        }

        foreach (var (vehicle, budget) in _spent)
        {
            if (budget.IsWhole)
            {
                _spent.Remove(vehicle);
            }
        }

        _looksAt = Math.Max(LooksFrom, _spent.Count * 2);
    }
}
