using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>The baseline: the gateway's MQTT endpoint on the same server, with no work behind it. Every message is acknowledged at once.</summary>
internal static class NullEndpoint
{
    /// <summary>Prints its port, then serves until its input ends.</summary>
    public static Task<int> Run() => EndpointHost.Run<NoWork>(new MqttLimits { ConnectionsPerAddress = 0 });

    private sealed class NoWork : IMqttApplication
    {
        public ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation) =>
            new(new ConnectVerdict.Accepted(this));

        public bool MayPublish(object client, ReadOnlySpan<byte> topic) => true;

        public ReasonCode MaySubscribe(object client, string filter) => ReasonCode.Success;

        public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket)
        {
            ticket.Complete();
            return PublishVerdict.Taken;
        }

        public ValueTask WaitForRoom(object client, CancellationToken cancellation) => default;

        public void Disconnected(object client, DisconnectReason reason)
        {
        }
    }
}
