namespace EdgeRelay.Simulator.Messages;

/// <summary>What a message is about: the last level of its topic.</summary>
internal enum MessageKind : byte
{
    Telemetry,
    Heartbeat,
    Inspection,
    Driver,
    Status,
}
