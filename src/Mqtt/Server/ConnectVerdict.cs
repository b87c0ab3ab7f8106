using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>The host's answer to a CONNECT. Closed set.</summary>
public abstract record ConnectVerdict
{
    private ConnectVerdict()
    {
    }

    /// <param name="Client">Handed back with every message of this connection.</param>
    public sealed record Accepted(object Client) : ConnectVerdict
    {
        /// <summary>
        /// Two connections of one identity cannot be open at once: the newer takes over. Null is the client id; a host whose client ids are only
        /// unique within an account says here which client this is.
        /// </summary>
        public string? Identity { get; init; }
    }

    /// <param name="Reason">A 5.0 reason code; for 3.1.1 the endpoint sends the nearest return code.</param>
    public sealed record Refused(ReasonCode Reason) : ConnectVerdict;
}
