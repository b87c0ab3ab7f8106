using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What a client's keep-alive becomes. Pure.</summary>
/// <param name="AnnouncedSeconds">Server Keep Alive of a 5.0 CONNACK; null when the client's own stands.</param>
/// <param name="Silence">After this long without a byte the connection is closed.</param>
internal readonly record struct KeepAlive(ushort? AnnouncedSeconds, TimeSpan Silence)
{
    /// <remarks>
    /// The peer gets one and a half times its interval (MQTT-3.1.2-22). A 3.1.1 client with keep-alive 0 has none and cannot be told another: for it the
    /// maximum itself is the bound.
    /// </remarks>
    public static KeepAlive Of(byte version, ushort requestedSeconds, int maximumSeconds)
    {
        var shortened = requestedSeconds == 0 || requestedSeconds > maximumSeconds;
        var seconds = shortened ? maximumSeconds : requestedSeconds;
        return version == ProtocolVersion.V5
            ? new KeepAlive(shortened ? (ushort)maximumSeconds : null, TimeSpan.FromSeconds(seconds * 1.5))
            : new KeepAlive(null, TimeSpan.FromSeconds(requestedSeconds == 0 ? maximumSeconds : seconds * 1.5));
    }
}
