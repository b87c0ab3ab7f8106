namespace EdgeRelay.Mqtt.Server;

/// <summary>Why a connection ended, for counters and logs.</summary>
public enum DisconnectReason : byte
{
    ClientDisconnected,
    ConnectionLost,
    KeepAliveTimeout,
    ProtocolError,
    LimitExceeded,
    NotAuthorized,
    TakenOver,
    Abandoned,
    AckNotRead,
    ServerShutdown,
}
