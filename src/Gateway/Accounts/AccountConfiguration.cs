using System.Collections.Frozen;
using EdgeRelay.Gateway.Drivers;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>What an account has configured, as read from the database at one moment.</summary>
/// <param name="Version">When it was read, Unix ms, and no two at once; recorded with each journal row.</param>
/// <param name="Rules">Settings of the rules, the newest last; those before count for what was received before.</param>
/// <param name="Landmarks">Each says itself since when it has its present shape.</param>
internal sealed record AccountConfiguration(
    long Version,
    IReadOnlyList<RuleEra> Rules,
    IReadOnlyList<SubscribedTrigger> Triggers,
    LandmarkIndex Landmarks)
{
    /// <summary>The settings that count now.</summary>
    public RulesSettings Settings => Rules[^1].Settings;

    public AccountDrivers Drivers { get; init; } = AccountDrivers.None;

    /// <summary>Ids of the account's vehicle groups. Which vehicles are in them, the vehicles know.</summary>
    public IReadOnlySet<long> Groups { get; init; } = FrozenSet<long>.Empty;

    /// <summary>The same for all accounts.</summary>
    public RoadNetwork Roads { get; init; } = RoadNetwork.Empty;
}
