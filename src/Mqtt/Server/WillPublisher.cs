using System.Buffers;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Publishes a will after its client went without DISCONNECT: to the host, and to subscribers. Not at shutdown: the client has not gone, we have.
/// </summary>
internal sealed class WillPublisher(MqttServer server, object client, string clientId, string identity, WillMessage will)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Publishes it beside the caller. Never fails.</summary>
    public void Begin() => _ = Publish();

    /// <summary>Offers it until it is taken, for at most ten seconds. Never fails.</summary>
    private async Task Publish()
    {
        using var patience = new CancellationTokenSource(Patience, server.Clock);
        try
        {
            while (true)
            {
                var verdict = Offer();
                if (verdict != PublishVerdict.Busy)
                {
                    Report(verdict == PublishVerdict.NotAuthorized ? "its topic is not the client's" : Route() ? null : "the router had no room for it");
                    return;
                }

                await server.Application.WaitForRoom(client, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Report("there was no room for it in time");
        }
        catch (Exception exception)
        {
            MqttLog.ApplicationFailed(server.Logger, exception, clientId);
        }
    }

    private PublishVerdict Offer()
    {
        var publish = new IncomingPublish
        {
            Topic = will.Topic,
            Payload = new ReadOnlySequence<byte>(will.Payload),
            Qos = will.Qos,
            Retain = will.Retain,
        };
        return server.Application.Publish(client, in publish, default);
    }

    private bool Route() => !server.Router.Wants(will.Retain) || server.Router.TryRoute(BrokerMessage.Of(
        will.Topic,
        will.Payload,
        PropertyListCodec.HandedOn(will.Properties),
        will.Qos,
        will.Retain,
        identity,
        will.Properties.Number(PropertyId.MessageExpiryInterval),
        server.Clock));

    private void Report(string? cause)
    {
        if (cause is not null && server.Faults.Allows())
        {
            MqttLog.WillDropped(server.Logger, clientId, cause);
        }
    }
}
