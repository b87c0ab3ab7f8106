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
        /// Within it a client id names one client: of two connections of it the newer takes over, and its session is resumed by nobody else. Null
        /// where client ids are unique altogether.
        /// </summary>
        public string? Scope { get; init; }

        /// <summary>Whose connections count together against <see cref="MqttLimits.ConnectionsPerAccount"/>; null counts it with nobody's.</summary>
        public string? Account { get; init; }

        /// <summary>Whether it is one device, to which the rates of <see cref="MqttLimits"/> apply; a program that speaks for many is not.</summary>
        public bool IsDevice { get; init; }
    }

    /// <param name="Reason">A 5.0 reason code; for 3.1.1 the endpoint sends the nearest return code.</param>
    public sealed record Refused(ReasonCode Reason) : ConnectVerdict;
}
