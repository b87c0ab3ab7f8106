using System.Net.Sockets;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Simulator.Sending;

/// <summary>
/// One device's connection. It behaves as a careful device does: what is not acknowledged when the connection is lost is sent again, in
/// order, on the next one.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class DeviceConnection : IAsyncDisposable
{
    /// <summary>A broker that stays away longer than this costs the messages that wait for it.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly MqttClientOptions _options;
    private readonly QualityOfService _qos;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly LinkedList<OutgoingMessage> _unacknowledged = new();
    private MqttClient? _client;
    private Exception? _givenUp;
    private Task _supervision = Task.CompletedTask;

    private DeviceConnection(MqttClientOptions options, QualityOfService qos)
    {
        _options = options;
        _qos = qos;
    }

    /// <exception cref="BrokerUnreachableException">Nobody answers there.</exception>
    /// <exception cref="BrokerRefusedException">The broker said no.</exception>
    public static async Task<DeviceConnection> Open(MqttClientOptions options, QualityOfService qos, CancellationToken stop)
    {
        var connection = new DeviceConnection(options, qos);
        try
        {
            var client = await MqttClient.Connect(options, stop);
            connection._client = client;
            connection._supervision = connection.Supervise(client);
            return connection;
        }
        catch (MqttConnectRefusedException refused) when (refused.Reason is not (ReasonCode.ServerUnavailable or ReasonCode.ServerBusy))
        {
            throw new BrokerRefusedException($"The broker at {options.Host}:{options.Port} refused \"{options.ClientId}\": {refused.Reason}.");
        }
        catch (Exception failure) when (IsLost(failure))
        {
            throw new BrokerUnreachableException($"No MQTT broker answers at {options.Host}:{options.Port}: {failure.Message}.", failure);
        }
    }

    /// <returns>Completes with the acknowledgement; faults when the broker refused the message or stayed away too long.</returns>
    public Task Send(Messages.PlannedMessage message)
    {
        var outgoing = new OutgoingMessage(message);
        lock (_gate)
        {
            if (_givenUp is not null)
            {
                return Task.FromException(_givenUp);
            }

            var node = _unacknowledged.AddLast(outgoing);
            if (_client is { } client)
            {
                _ = Publish(client, node);
            }
        }

        return outgoing.Task;
    }

    /// <summary>Says goodbye; what is still unacknowledged fails.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        MqttClient? client;
        lock (_gate)
        {
            client = _client;
        }

        if (client is not null)
        {
            await client.Disconnect();
            await client.DisposeAsync();
        }

        await _supervision;
        _stopping.Dispose();
    }

    /// <remarks>Publishes before it returns to the caller, so that the order is that of the calls.</remarks>
    private async Task Publish(MqttClient client, LinkedListNode<OutgoingMessage> node)
    {
        try
        {
            await client.Publish(node.Value.Message.Topic, node.Value.Message.Payload, _qos, node.Value.Message.Retain);
            Settle(node, null);
        }
        catch (MqttConnectionClosedException)
        {
            // It stays in the list, and the next connection sends it again.
        }
        catch (Exception failure)
        {
            Settle(node, failure);
        }
    }

    private void Settle(LinkedListNode<OutgoingMessage> node, Exception? failure)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                _unacknowledged.Remove(node);
            }
        }

        if (failure is null)
        {
            node.Value.TrySetResult();
        }
        else
        {
            node.Value.TrySetException(failure);
        }
    }

    /// <summary>Connects again whenever the connection is lost.</summary>
    private async Task Supervise(MqttClient client)
    {
        while (true)
        {
            var closure = await client.Closed;
            await client.DisposeAsync();
            lock (_gate)
            {
                _client = null;
            }

            if (closure is { ByServer: true, Reason: ReasonCode.NotAuthorized })
            {
                // The same message would be refused on every further connection.
                GiveUp(new BrokerRefusedException(
                    $"The broker at {_options.Host}:{_options.Port} cut \"{_options.ClientId}\" off: it may not publish to that topic."));
                return;
            }

            var next = await Reconnect();
            if (next is null)
            {
                GiveUp(new MqttConnectionClosedException(closure));
                return;
            }

            client = next;
            lock (_gate)
            {
                _client = client;
                for (var node = _unacknowledged.First; node is not null; node = node.Next)
                {
                    _ = Publish(client, node);
                }
            }
        }
    }

    /// <returns>Null when stopped, or when the broker stayed away for <see cref="GiveUpAfter"/>.</returns>
    private async Task<MqttClient?> Reconnect()
    {
        var start = _options.Clock.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(100);
        while (!_stopping.IsCancellationRequested && _options.Clock.GetElapsedTime(start) < GiveUpAfter)
        {
            try
            {
                return await MqttClient.Connect(_options, _stopping.Token);
            }
            catch (Exception failure) when (IsLost(failure) || failure is MqttConnectRefusedException)
            {
                await Task.Delay(pause, _options.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private void GiveUp(Exception reason)
    {
        List<OutgoingMessage> lost;
        lock (_gate)
        {
            _givenUp = reason;
            lost = [.. _unacknowledged];
            _unacknowledged.Clear();
        }

        lost.ForEach(message => message.TrySetException(reason));
    }

    private static bool IsLost(Exception failure) =>
        failure is SocketException or IOException or TimeoutException or MqttConnectionClosedException or MqttConnectRefusedException;
}
