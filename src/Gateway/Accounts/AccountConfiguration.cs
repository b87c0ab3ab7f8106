using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>What an account has configured, as read from the database at one moment.</summary>
/// <param name="Version">Raised with every reading; recorded with each journal row.</param>
internal sealed record AccountConfiguration(
    long Version,
    RuleProfile Profile,
    IReadOnlyList<SubscribedTrigger> Triggers,
    IReadOnlyList<EffectiveLandmark> Landmarks,
    LandmarkIndex LandmarkIndex);
