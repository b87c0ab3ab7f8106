using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>The server refused the CONNECT.</summary>
public sealed class MqttConnectRefusedException : Exception
{
    public MqttConnectRefusedException()
        : this(ReasonCode.UnspecifiedError)
    {
    }

    public MqttConnectRefusedException(string message)
        : base(message) => Reason = ReasonCode.UnspecifiedError;

    public MqttConnectRefusedException(string message, Exception innerException)
        : base(message, innerException) => Reason = ReasonCode.UnspecifiedError;

    public MqttConnectRefusedException(ReasonCode reason)
        : base($"The MQTT server refused: {reason} (0x{(byte)reason:X2})") => Reason = reason;

    /// <summary>Of a 3.1.1 server: the reason nearest to its return code.</summary>
    public ReasonCode Reason { get; }
}
