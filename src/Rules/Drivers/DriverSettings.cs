using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Rules.Drivers;

/// <summary>When a driver is no longer the driver (telematics reference 4.5).</summary>
public sealed record DriverSettings
{
    /// <summary>Ignition off for so long unassigns the driver, seconds; 0 never does: many fleets tap once a shift.</summary>
    [Range(0, 604_800d)]
    public double UnassignAfterOffSeconds { get; init; }
}
