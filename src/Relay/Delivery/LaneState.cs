namespace EdgeRelay.Relay.Delivery;

internal enum LaneState : byte
{
    /// <summary>In the endpoint's round robin.</summary>
    Ready,

    /// <summary>Its head is being sent.</summary>
    InFlight,

    /// <summary>Its head waits for its next attempt.</summary>
    Waiting,

    /// <summary>A batch has its front: it goes on when that is answered.</summary>
    Behind,
}
