using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What the host decides about clients and does with their messages. The endpoint knows the protocol, the host the meaning.</summary>
public interface IMqttApplication
{
    /// <summary>Judges a CONNECT. Not called before the packet is complete and well formed. May wait (a look-up), within the connect deadline.</summary>
    ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation);

    /// <summary>Whether the client may publish to <paramref name="topic"/> (UTF-8, already checked). Asked at CONNECT for a will.</summary>
    bool MayPublish(object client, ReadOnlySpan<byte> topic);

    /// <summary>Whether the client may read what <paramref name="filter"/> matches; of a shared subscription the filter behind the share's name.</summary>
    /// <returns><see cref="ReasonCode.Success"/>, or the code that SUBACK gives (3.1.1: 0x80 for all).</returns>
    ReasonCode MaySubscribe(object client, string filter);

    /// <summary>
    /// Takes one PUBLISH. Called on the connection's read loop, in order of receipt; must not block. The packet's spans die when it returns.
    /// </summary>
    /// <param name="client">What <see cref="ConnectVerdict.Accepted"/> carried for this connection.</param>
    /// <param name="ticket">To be settled exactly once if the answer is <see cref="PublishVerdict.Taken"/>, else never. Default at QoS 0.</param>
    PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket);

    /// <summary>Completes when it is worth offering a message again after <see cref="PublishVerdict.Busy"/>.</summary>
    /// <param name="client">Whose message was refused.</param>
    /// <param name="cancellation">Ends the wait: the connection has gone.</param>
    ValueTask WaitForRoom(object client, CancellationToken cancellation);

    /// <summary>The connection has ended; its unsettled tickets may still be settled and are then ignored.</summary>
    void Disconnected(object client, DisconnectReason reason);
}
