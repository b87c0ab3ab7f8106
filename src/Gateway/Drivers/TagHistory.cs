using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Drivers;

/// <summary>Notes whose a tag is from now on, and forgets former owners that nothing can ask for any more. Runs on the writer's thread.</summary>
internal static class TagHistory
{
    /// <summary>A silence may be filled for a week at most (<c>Rules:Late:GapKeptSeconds</c>): what was received before is not judged again.</summary>
    public const long KeptMilliseconds = 8L * 86_400_000;

    /// <summary>Owners that are remembered of one tag; of more the oldest go.</summary>
    public const int MostPerTag = 16;

    /// <summary>Tags that one change clears away.</summary>
    private const int MostCleared = 100;

    /// <param name="driverId">Whose it is; null is nobody's.</param>
    public static void Note(CoreContext core, long accountId, string tag, string? driverId, long fromMs)
    {
        var former = core.DriverTags.Where(t => t.AccountId == accountId && t.Tag == tag).OrderBy(t => t.FromMs).ToList();
        var needless = former.TakeWhile((row, i) =>
            former.Count - i >= MostPerTag || (i + 1 < former.Count ? former[i + 1].FromMs : fromMs) < fromMs - KeptMilliseconds);
        core.DriverTags.RemoveRange(needless);
        core.DriverTags.Add(new DriverTagRow { AccountId = accountId, Tag = tag, FromMs = fromMs, DriverId = driverId });
    }

    /// <summary>Tags that have been nobody's for longer than anything can be judged again.</summary>
    public static void ClearAbandoned(CoreContext core, long accountId, long nowMs)
    {
        var before = nowMs - KeptMilliseconds;
        var abandoned = core.DriverTags.Where(t => t.AccountId == accountId && t.DriverId == null && t.FromMs < before)
            .OrderBy(t => t.FromMs).Take(MostCleared).ToList();
        foreach (var nobodys in abandoned)
        {
            core.DriverTags.RemoveRange(
                core.DriverTags.Where(t => t.AccountId == accountId && t.Tag == nobodys.Tag && t.FromMs <= nobodys.FromMs));
        }
    }
}
