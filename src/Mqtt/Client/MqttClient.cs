using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>
/// One connection to an MQTT server, from CONNACK to its end; it does not reconnect. Publishes are pipelined, messages are acknowledged by hand.
/// An idle client holds no receive buffer and no thread, so that a process can hold thousands.
/// </summary>
/// <remarks>Thread-safe. Publishes go out in the order of the calls.</remarks>
public sealed partial class MqttClient : IAsyncDisposable
{
    private const int OutputBytes = 65_536;
    private static readonly TimeSpan DisconnectGrace = TimeSpan.FromSeconds(1);

    private readonly MqttClientOptions _options;
    private readonly byte _version;
    private readonly Stream _stream;
    private readonly PipeReader _input;
    private readonly PacketOutput _output;
    private readonly Receiver _receiver;
    private readonly Lock _gate = new();
    private readonly Queue<PendingPublish> _waiting = new();
    private readonly Dictionary<ushort, TaskCompletionSource<byte[]>> _subscribing = [];
    private readonly PacketIds _ids;
    private readonly uint _serverMaximumPacketSize;
    private readonly TaskCompletionSource<MqttClosure> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer? _pinger;
    private readonly Task _reading;
    private MqttClosure? _closure;
    private ushort _nextSubscribeId = ushort.MaxValue;

    private MqttClient(MqttClientOptions options, Stream stream, PipeReader input, ConnAckPacket accepted)
    {
        _options = options;
        _version = options.ProtocolVersion;
        _stream = stream;
        _input = input;
        _output = new PacketOutput(PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)), OutputBytes, options.Clock)
        {
            Drained = SendWaiting,
        };
        _receiver = new Receiver(this);
        var properties = accepted.Properties;
        ClientId = properties.Text(PropertyId.AssignedClientIdentifier) ?? options.ClientId;
        SessionPresent = accepted.SessionPresent;
        MaximumInFlight = (int)Math.Min(options.MaximumInFlight, properties.Number(PropertyId.ReceiveMaximum) ?? ushort.MaxValue);
        _ids = new PacketIds(MaximumInFlight);
        _serverMaximumPacketSize = properties.Number(PropertyId.MaximumPacketSize) ?? VariableInteger.Maximum;
        var keepAlive = properties.Number(PropertyId.ServerKeepAlive) ?? options.KeepAliveSeconds;
        if (keepAlive > 0)
        {
            var half = TimeSpan.FromSeconds(keepAlive / 2.0);
            _pinger = options.Clock.CreateTimer(static state => ((MqttClient)state!).Ping(), this, half, half);
        }

        _reading = Read();
    }

    /// <summary>The id that the server knows: our own, or the one it assigned (5.0).</summary>
    public string ClientId { get; }

    public bool SessionPresent { get; }

    /// <summary>Publishes that may be under way at once: the smaller of our own bound and the server's Receive Maximum.</summary>
    public int MaximumInFlight { get; }

    /// <summary>Completes, and never fails, when the connection has ended.</summary>
    public Task<MqttClosure> Closed => _closed.Task;

    /// <summary>Messages in order of arrival. Holds Receive Maximum; when it is full the client stops reading. Completed at the end of the connection.</summary>
    public ChannelReader<MqttMessage> Received => _receiver.Messages;

    /// <summary>Connects and waits for CONNACK.</summary>
    /// <exception cref="MqttConnectRefusedException">The server answered no.</exception>
    /// <exception cref="MqttConnectionClosedException">The server closed without an answer, or answered nonsense.</exception>
    /// <exception cref="TimeoutException">No answer within <see cref="MqttClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody listens there.</exception>
    public static async Task<MqttClient> Connect(MqttClientOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (stream, input, accepted) = await Handshake.Perform(options, cancellation).ConfigureAwait(false);
        return new MqttClient(options, stream, input, accepted);
    }

    /// <inheritdoc cref="Publish(ReadOnlyMemory{byte}, ReadOnlyMemory{byte}, QualityOfService, bool)"/>
    public Task Publish(string topic, ReadOnlyMemory<byte> payload, QualityOfService qos = QualityOfService.AtLeastOnce, bool retain = false) =>
        Publish(Encoding.UTF8.GetBytes(topic), payload, qos, retain);

    /// <summary>Publishes. Many may be under way; when there is no room the message waits its turn.</summary>
    /// <param name="topic">UTF-8. Like the payload it must stay as it is until the task completes.</param>
    /// <returns>Completes at QoS 0 when the packet is handed on, at QoS 1 with PUBACK, at QoS 2 with PUBCOMP.</returns>
    /// <exception cref="MqttConnectionClosedException">From the task: the connection ended first.</exception>
    /// <exception cref="MqttPublishRefusedException">From the task: the server refused it (5.0).</exception>
    /// <exception cref="ArgumentException">The topic is not a topic name, or the packet is larger than the server takes.</exception>
    public Task Publish(ReadOnlyMemory<byte> topic, ReadOnlyMemory<byte> payload, QualityOfService qos = QualityOfService.AtLeastOnce, bool retain = false)
    {
        if (topic.Length > ushort.MaxValue || !Utf8Text.IsTopicName(topic.Span))
        {
            throw new ArgumentException("A topic name has 1 to 65,535 bytes of UTF-8 without wildcards and control characters.", nameof(topic));
        }

        var size = PublishCodec.Size(topic.Length, payload.Length, qos, _version);
        if (size > _serverMaximumPacketSize)
        {
            throw new ArgumentException($"The packet has {size} bytes, the server takes {_serverMaximumPacketSize}.", nameof(payload));
        }

        var publish = new PendingPublish(topic, payload, qos, retain);
        lock (_gate)
        {
            if (_closure is not null)
            {
                return Task.FromException(new MqttConnectionClosedException(_closure));
            }

            if (_waiting.Count > 0 || !TrySend(publish))
            {
                _waiting.Enqueue(publish);
            }
        }

        _receiver.QueueFlush();
        return publish.Task;
    }

    /// <summary>Subscribes to one filter.</summary>
    /// <returns>The granted QoS, or a code of 0x80 or above when it was refused.</returns>
    public async Task<byte> Subscribe(string filter, QualityOfService qos = QualityOfService.AtLeastOnce)
    {
        var answered = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new PacketWriter();
        lock (_gate)
        {
            if (_closure is not null)
            {
                throw new MqttConnectionClosedException(_closure);
            }

            // Ids of publishes count up from 1; these count down, below any that is under way.
            while (_nextSubscribeId <= MaximumInFlight || !_subscribing.TryAdd(_nextSubscribeId, answered))
            {
                _nextSubscribeId = _nextSubscribeId <= MaximumInFlight ? ushort.MaxValue : (ushort)(_nextSubscribeId - 1);
            }

            SubscribeCodec.Write(writer, PacketType.Subscribe, _version, new SubscribePacket(_nextSubscribeId, [new TopicFilter(filter, (byte)qos)]));
        }

        _output.TryWrite(writer.End(), final: true);
        _receiver.QueueFlush();
        var codes = await answered.Task.ConfigureAwait(false);
        return codes.Length > 0 ? codes[0] : (byte)ReasonCode.MalformedPacket;
    }

    /// <summary>
    /// Completes when every message received is acknowledged, or the connection has ended. For a caller that takes no more; one at a time.
    /// </summary>
    public Task Settled() => _receiver.Settled();

    /// <summary>Says DISCONNECT, closes and waits for the end. Publishes that are still under way fail.</summary>
    /// <param name="reason">5.0 only; <see cref="ReasonCode.DisconnectWithWill"/> has the will published.</param>
    public async Task Disconnect(ReasonCode reason = ReasonCode.Success)
    {
        if (TryClose(new MqttClosure(reason, ByServer: false)))
        {
            var writer = new PacketWriter();
            DisconnectCodec.Write(writer, PacketType.Disconnect, _version, new DisconnectPacket(reason));
            _output.TryWrite(writer.End(), final: true);
            _output.Flush();

            // The server closes when it has read it. Closing here with bytes unread would reset the connection and could take the packet with it.
            await Task.WhenAny(_reading, Task.Delay(DisconnectGrace, _options.Clock)).ConfigureAwait(false);
        }

        _stream.Dispose();
        await _reading.ConfigureAwait(false);
    }

    /// <summary>Cuts the connection without DISCONNECT, as a lost device does, unless <see cref="Disconnect"/> came before.</summary>
    public async ValueTask DisposeAsync()
    {
        End(new MqttClosure(ReasonCode.UnspecifiedError, ByServer: false));
        await _reading.ConfigureAwait(false);
    }

    /// <remarks>Under the gate.</remarks>
    private bool TrySend(PendingPublish publish)
    {
        var acknowledged = publish.Qos != QualityOfService.AtMostOnce;
        if (acknowledged && _ids.IsExhausted)
        {
            return false;
        }

        lock (_output.Gate)
        {
            var room = _output.Reserve(PublishCodec.Size(publish.Topic.Length, publish.Payload.Length, publish.Qos, _version));
            if (room.IsEmpty)
            {
                return false;
            }

            var id = acknowledged ? _ids.Take(publish) : (ushort)0;
            _output.Commit(PublishCodec.Write(room, _version, publish.Topic.Span, publish.Payload.Span, publish.Qos, publish.Retain, id));
        }

        if (!acknowledged)
        {
            publish.TrySetResult();
        }

        return true;
    }

    private void SendWaiting()
    {
        var sent = false;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next) && TrySend(next))
            {
                _waiting.Dequeue();
                sent = true;
            }
        }

        if (sent)
        {
            _receiver.QueueFlush();
        }
    }

    private void End(MqttClosure closure)
    {
        TryClose(closure);
        _stream.Dispose();
    }

    /// <returns>False when the end has begun already; the first cause counts.</returns>
    private bool TryClose(MqttClosure closure)
    {
        List<PendingPublish> publishes;
        List<TaskCompletionSource<byte[]>> subscribes;
        lock (_gate)
        {
            if (_closure is not null)
            {
                return false;
            }

            _closure = closure;
            publishes = [.. _ids.Pending, .. _waiting];
            subscribes = [.. _subscribing.Values];
            _waiting.Clear();
        }

        _pinger?.Dispose();
        _receiver.Complete();
        foreach (var publish in publishes)
        {
            publish.TrySetException(new MqttConnectionClosedException(closure));
        }

        foreach (var subscribe in subscribes)
        {
            subscribe.TrySetException(new MqttConnectionClosedException(closure));
        }

        return true;
    }
}
