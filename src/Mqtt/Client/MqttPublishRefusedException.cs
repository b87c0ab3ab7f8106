using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>The server refused a publish for good: a PUBACK or PUBREC of 5.0 with a code of 0x80 or above.</summary>
public sealed class MqttPublishRefusedException : Exception
{
    public MqttPublishRefusedException()
        : this(ReasonCode.UnspecifiedError)
    {
    }

    public MqttPublishRefusedException(string message)
        : base(message) => Reason = ReasonCode.UnspecifiedError;

    public MqttPublishRefusedException(string message, Exception innerException)
        : base(message, innerException) => Reason = ReasonCode.UnspecifiedError;

    public MqttPublishRefusedException(ReasonCode reason)
        : base($"The MQTT server refused: {reason} (0x{(byte)reason:X2})") => Reason = reason;

    /// <summary>Of a 3.1.1 server: the reason nearest to its return code.</summary>
    public ReasonCode Reason { get; }
}
