namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>What was counted up to one moment, by counter and reason.</summary>
internal sealed record ReasonCounts(IReadOnlyDictionary<(string Counter, string Reason), long> Counts)
{
    public long Of(string counter, string reason) => Counts.GetValueOrDefault((counter, reason));
}
