using System.Net;
using EdgeRelay.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Mqtt.Server;

/// <summary>Log lines of the endpoint, ids 1001 to 1099. A client id is written only after it was checked; other texts of a client never.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(1001, LogLevel.Debug, "Client {ClientId} connected from {Remote} by MQTT version {Version}")]
    public static partial void Connected(ILogger logger, string clientId, EndPoint? remote, byte version);

    [LoggerMessage(1002, LogLevel.Warning, "A connection from {Remote} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, EndPoint? remote, ReasonCode reason);

    [LoggerMessage(1003, LogLevel.Debug, "Client {ClientId} at {Remote} ended: {Reason} ({Code})")]
    public static partial void Ended(ILogger logger, string clientId, EndPoint? remote, DisconnectReason reason, ReasonCode code);

    [LoggerMessage(1004, LogLevel.Warning, "Client {ClientId} at {Remote} was closed: {Reason} ({Code})")]
    public static partial void Closed(ILogger logger, string clientId, EndPoint? remote, DisconnectReason reason, ReasonCode code);

    [LoggerMessage(1005, LogLevel.Error, "The application failed on a message of client {ClientId}; it is not acknowledged and the connection closes")]
    public static partial void ApplicationFailed(ILogger logger, Exception exception, string clientId);

    [LoggerMessage(1006, LogLevel.Warning, "The will of client {ClientId} was dropped: {Cause}")]
    public static partial void WillDropped(ILogger logger, string clientId, string cause);

    [LoggerMessage(1007, LogLevel.Warning, "A connection from {Remote} was closed at accept: {Cause}")]
    public static partial void Full(ILogger logger, EndPoint? remote, string cause);

    [LoggerMessage(1009, LogLevel.Warning,
        "Client {ClientId} at {Remote} connected more than {Connects} times in {Window} s and is refused for {Ban} s: do two devices use its id, or does its " +
        "first message always end the connection?")]
    public static partial void Banned(ILogger logger, string clientId, EndPoint? remote, int connects, int window, int ban);

    [LoggerMessage(1008, LogLevel.Error, "The router failed on one item; the others go on")]
    public static partial void RouterFailed(ILogger logger, Exception exception);
}
