namespace EdgeRelay.Mqtt.Packets;

/// <summary>Protocol levels as they stand in CONNECT.</summary>
internal static class ProtocolVersion
{
    public const byte V311 = 4;
    public const byte V5 = 5;
}
