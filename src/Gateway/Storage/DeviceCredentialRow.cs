namespace EdgeRelay.Gateway.Storage;

/// <summary>What a device shows at CONNECT. The password is random (256 bits), so one SHA-256 is hash enough.</summary>
public sealed class DeviceCredentialRow
{
    public long Id { get; set; }

    public long VehicleNo { get; set; }

    public required byte[] PasswordHash { get; set; }

    public long CreatedMs { get; set; }
}
