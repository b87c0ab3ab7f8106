using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// The gateway's MQTT endpoint as a broker for everybody, on loopback alone: anonymous, every topic open. For conformance suites, which know nothing of
/// devices; the limits are the gateway's.
/// </summary>
internal static class OpenBroker
{
    /// <summary>Prints its port, then serves until its input ends.</summary>
    public static Task<int> Run(int port) =>
        EndpointHost.Run<Everybody>(new MqttLimits { FreeClientIds = true, MaximumKeepAliveSeconds = 60, ConnectionsPerAddress = 0, FlappingConnects = 0 }, port);

    private sealed class Everybody : IMqttApplication
    {
        public ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation) =>
            new(new ConnectVerdict.Accepted(this));

        public bool MayPublish(object client, ReadOnlySpan<byte> topic) => true;

        /// <summary>One filter is closed, so that a suite can see how a refusal looks.</summary>
        public ReasonCode MaySubscribe(object client, string filter) =>
            filter == "test/nosubscribe" ? ReasonCode.UnspecifiedError : ReasonCode.Success;

        public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket) => PublishVerdict.ForSubscribers;

        public ValueTask WaitForRoom(object client, CancellationToken cancellation) => default;

        public void Disconnected(object client, DisconnectReason reason)
        {
        }
    }
}
