namespace EdgeRelay.Rules.Drivers;

/// <summary>Whose a tag is from a moment on.</summary>
/// <param name="FromMs">Receive time, Unix ms; <see cref="long.MinValue"/> is always.</param>
/// <param name="DriverId">Null when it is nobody's.</param>
public readonly record struct TagOwner(long FromMs, string? DriverId);
