using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>A landmark and since when it has its present shape, Unix ms of the receive time.</summary>
internal sealed record EffectiveLandmark(Landmark Landmark, long EffectiveFromMs);
