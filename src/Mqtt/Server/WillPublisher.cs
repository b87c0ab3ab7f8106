using System.Buffers;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Hands a will to the host after its client went without DISCONNECT. Will Delay Interval is treated as 0: a session ends with its connection, and then
/// the will is due at once (MQTT 5.0, section 3.1.3.2.2). Not published at shutdown: the client has not gone, we have.
/// </summary>
internal sealed class WillPublisher(MqttServer server, object client, string clientId, WillMessage will)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Offers it until it is taken, for at most ten seconds. Never fails.</summary>
    public async Task Publish()
    {
        using var patience = new CancellationTokenSource(Patience, server.Clock);
        try
        {
            while (true)
            {
                var verdict = Offer();
                if (verdict != PublishVerdict.Busy)
                {
                    Report(verdict == PublishVerdict.Taken ? null : "its topic is not the client's");
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

    private void Report(string? cause)
    {
        if (cause is not null && server.Faults.Allows())
        {
            MqttLog.WillDropped(server.Logger, clientId, cause);
        }
    }
}
