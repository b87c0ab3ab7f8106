using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>The connection ended before the operation was answered: whether the server took the message is not known.</summary>
public sealed class MqttConnectionClosedException : Exception
{
    public MqttConnectionClosedException()
        : this("The MQTT connection is closed")
    {
    }

    public MqttConnectionClosedException(string message)
        : base(message) => Closure = new MqttClosure(ReasonCode.UnspecifiedError, ByServer: false);

    public MqttConnectionClosedException(string message, Exception innerException)
        : base(message, innerException) => Closure = new MqttClosure(ReasonCode.UnspecifiedError, ByServer: false, innerException);

    public MqttConnectionClosedException(MqttClosure closure)
        : base($"The MQTT connection was closed {(closure?.ByServer == true ? "by the server" : "on this side")}: {closure?.Reason}", closure?.Cause)
    {
        ArgumentNullException.ThrowIfNull(closure);
        Closure = closure;
    }

    public MqttClosure Closure { get; }
}
