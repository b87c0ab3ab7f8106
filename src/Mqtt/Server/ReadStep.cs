namespace EdgeRelay.Mqtt.Server;

/// <summary>How the read loop goes on after a packet or a batch of them.</summary>
internal enum ReadStep : byte
{
    Continue,

    /// <summary>A packet is incomplete.</summary>
    NeedMore,

    /// <summary>The packet stays until an older one is settled.</summary>
    WindowFull,

    /// <summary>The packet stays until the peer has read some of its answers.</summary>
    OutputFull,

    /// <summary>The packet stays until the host has room.</summary>
    HostBusy,

    /// <summary>The packet stays until the client may send again.</summary>
    RateReached,

    /// <summary>The packet stays until the router has room.</summary>
    RouterFull,

    /// <summary>The packet stays until the router has answered it.</summary>
    Asking,

    Close,
}
