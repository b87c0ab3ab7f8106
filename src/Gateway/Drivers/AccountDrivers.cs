using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.Drivers;

namespace EdgeRelay.Gateway.Drivers;

/// <summary>An account's drivers as the lanes see them: whose a tag is, and what a driver is called. Immutable.</summary>
internal sealed record AccountDrivers(DriverDirectory Tags, DriverNames Names)
{
    public static AccountDrivers None { get; } = new(DriverDirectory.Empty, DriverNames.Empty);
}
