using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>Settings of an account's rules, and since when they count.</summary>
/// <param name="FromMs">Receive time, Unix ms; <see cref="long.MinValue"/> is always.</param>
internal sealed record RuleEra(long FromMs, RulesSettings Settings);
