namespace EdgeRelay.Mqtt.Packets;

/// <summary>How a property's value lies on the wire (MQTT 5.0, section 2.2.2.2).</summary>
internal enum PropertyShape : byte
{
    Unknown,
    Byte,
    TwoBytes,
    FourBytes,
    VariableInteger,
    Text,
    Binary,
    TextPair,
}
