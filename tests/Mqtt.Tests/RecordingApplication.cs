using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests;

/// <summary>Records what the endpoint hands over; a test says what it answers.</summary>
internal sealed class RecordingApplication : IMqttApplication
{
    private readonly Channel<RecordedMessage> _messages = Channel.CreateUnbounded<RecordedMessage>();
    private readonly Channel<(object Client, DisconnectReason Reason)> _ended = Channel.CreateUnbounded<(object, DisconnectReason)>();

    public ConcurrentQueue<ConnectRequest> Connects { get; } = new();

    public Func<ConnectRequest, ConnectVerdict> OnConnect { get; set; } = request => new ConnectVerdict.Accepted(request.ClientId);

    public Func<string, bool> Allows { get; set; } = _ => true;

    public Func<string, ReasonCode> MayRead { get; set; } = _ => ReasonCode.Success;

    /// <summary>Tickets are settled at once; switch it off to hold them.</summary>
    public bool CompletesAtOnce { get; set; } = true;

    public Func<PublishVerdict>? OnPublish { get; set; }

    public TaskCompletionSource Room { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when somebody begins to wait for room.</summary>
    public TaskCompletionSource WaitedForRoom { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pending => _messages.Reader.Count;

    public ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation)
    {
        Connects.Enqueue(request);
        return ValueTask.FromResult(OnConnect(request));
    }

    public bool MayPublish(object client, ReadOnlySpan<byte> topic) => Allows(Encoding.UTF8.GetString(topic));

    public ReasonCode MaySubscribe(object client, string filter) => MayRead(filter);

    public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket)
    {
        var topic = Encoding.UTF8.GetString(publish.Topic);
        if (!Allows(topic))
        {
            return PublishVerdict.NotAuthorized;
        }

        var verdict = OnPublish?.Invoke() ?? PublishVerdict.Taken;
        if (verdict == PublishVerdict.Taken)
        {
            _messages.Writer.TryWrite(
                new RecordedMessage(client, topic, publish.Payload.ToArray(), publish.Qos, publish.Retain, publish.Duplicate, ticket));
            if (CompletesAtOnce)
            {
                ticket.Complete();
            }
        }

        return verdict;
    }

    public ValueTask WaitForRoom(object client, CancellationToken cancellation)
    {
        WaitedForRoom.TrySetResult();
        return new ValueTask(Room.Task.WaitAsync(cancellation));
    }

    public void Disconnected(object client, DisconnectReason reason) => _ended.Writer.TryWrite((client, reason));

    public Task<RecordedMessage> Next() => _messages.Reader.ReadAsync().AsTask().WaitAsync(Deadline.Long);

    public async Task<List<RecordedMessage>> Next(int count)
    {
        var messages = new List<RecordedMessage>(count);
        while (messages.Count < count)
        {
            messages.Add(await Next());
        }

        return messages;
    }

    public Task<(object Client, DisconnectReason Reason)> NextEnd() => _ended.Reader.ReadAsync().AsTask().WaitAsync(Deadline.Long);
}
