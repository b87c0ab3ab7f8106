namespace EdgeRelay.Relay.Notices;

/// <summary>At which levels something is told, and when it may be told again. Pure.</summary>
public static class LimitSteps
{
    /// <summary>A level counts as left when less than this share of it is measured, percent: what hovers about a level is told once.</summary>
    public const int LeftBelowPercent = 80;

    private static readonly int[] Percents = [50, 70, 90, 100];
    private static readonly LimitStep[] Ages = [new(3_600, 3_600, null), new(86_400, 86_400, null)];

    /// <summary>The levels of a kind, lowest first.</summary>
    /// <param name="limit">The limit; <see cref="LimitKind.OldestAge"/> has its own.</param>
    public static IReadOnlyList<LimitStep> Of(LimitKind kind, long limit) => kind == LimitKind.OldestAge
        ? Ages
        : Array.ConvertAll(Percents, percent => new LimitStep(((limit * percent) + 99) / 100, limit, percent));

    /// <summary>How many levels, from the lowest, count as told after a measurement.</summary>
    /// <param name="told">How many did before it.</param>
    public static int Told(int told, long measured, IReadOnlyList<LimitStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        while (told < steps.Count && measured >= steps[told].At)
        {
            told++;
        }

        while (told > 0 && measured * 100 < steps[told - 1].At * LeftBelowPercent)
        {
            told--;
        }

        return told;
    }
}
