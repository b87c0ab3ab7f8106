using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>How a connection ended.</summary>
/// <param name="Reason">What the server's DISCONNECT said (5.0), or what we ended it with; Unspecified when it was cut.</param>
/// <param name="ByServer">The server said DISCONNECT or closed.</param>
/// <param name="Cause">The transport's error, if it was one.</param>
public sealed record MqttClosure(ReasonCode Reason, bool ByServer, Exception? Cause = null);
