namespace EdgeRelay.Gateway.Storage;

/// <summary>A vehicle is in a group.</summary>
public sealed class VehicleGroupMemberRow
{
    public long VehicleNo { get; set; }

    public long GroupId { get; set; }
}
