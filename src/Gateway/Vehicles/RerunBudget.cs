namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// What one vehicle may have run again of its past: so many steps at once, earned again at a steady pace. Touched by the lane's thread alone.
/// </summary>
/// <remarks>A run is not cut short: it may overdraw the budget once, and the next one waits until that is earned.</remarks>
internal sealed class RerunBudget(double burstSteps, double stepsPerSecond, TimeProvider clock)
{
    private double _spent;
    private long _timestamp = clock.GetTimestamp();

    /// <summary>Nothing of it is spent: it need not be remembered.</summary>
    public bool IsWhole => Spent() <= 0;

    /// <summary>How long until a run may begin; zero when it may now.</summary>
    public TimeSpan UntilEarned =>
        Spent() is var spent && spent > burstSteps ? TimeSpan.FromSeconds((spent - burstSteps) / stepsPerSecond) : TimeSpan.Zero;

    public void Spend(int steps) => _spent = Spent() + steps;

    private double Spent()
    {
        var now = clock.GetTimestamp();
        _spent = Math.Max(0, _spent - (clock.GetElapsedTime(_timestamp, now).TotalSeconds * stepsPerSecond));
        _timestamp = now;
        return _spent;
    }
}
