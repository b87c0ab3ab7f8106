namespace EdgeRelay.Gateway.Publishing;

/// <summary>What the account says about a driver.</summary>
public sealed record DriverProfile(string? FirstName, string? LastName, string? Email, string? Phone)
{
    public static DriverProfile Unknown { get; } = new(null, null, null, null);
}
