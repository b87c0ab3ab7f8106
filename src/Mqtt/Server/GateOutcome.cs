using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What came first on a new connection.</summary>
/// <param name="Packet">Null unless <paramref name="Fault"/> is success.</param>
/// <param name="Version">As announced, also when it is refused; 0 when it was not seen.</param>
internal readonly record struct GateOutcome(ReasonCode Fault, ConnectPacket? Packet, byte Version);
