using System.Text.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>Keeps what a lane has told, each event once, as the store does.</summary>
internal sealed class RecordingOutbox : IOutbox
{
    private readonly Lock _gate = new();
    private readonly List<OutboxMessage> _messages = [];
    private readonly List<EventKey> _superseded = [];

    public IReadOnlyList<OutboxMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public IReadOnlyList<EventKey> Superseded
    {
        get
        {
            lock (_gate)
            {
                return [.. _superseded];
            }
        }
    }

    public IReadOnlyList<long> Starts => TimesOf("start");

    public IReadOnlyList<long> Ends => TimesOf("end");

    /// <summary>What was told of a vehicle, kind and time, in the order of time.</summary>
    public IReadOnlyList<(string? Kind, long OccurredMs)> Told(string vehicle) =>
        [.. Messages.Where(m => m.OrderingKey == vehicle).Select(m => (KindOf(m), m.OccurredMs)).OrderBy(t => t.OccurredMs)];

    public bool Add(IWriteSession session, OutboxMessage message)
    {
        lock (_gate)
        {
            if (_messages.Exists(m => m.Id == message.Id && m.OccurredMs == message.OccurredMs))
            {
                return false;
            }

            _messages.Add(message);
            return true;
        }
    }

    public long AddAgain(IWriteSession session, in StoredMessage message, long webhookId) =>
        throw new InvalidOperationException("Nothing is sent again here.");

    public void Supersede(IWriteSession session, EventKey superseded)
    {
        lock (_gate)
        {
            _superseded.Add(superseded);
        }
    }

    public void Committed()
    {
    }

    public void RolledBack()
    {
    }

    private List<long> TimesOf(string kind) =>
        [.. Messages.Where(m => KindOf(m) == kind).Select(m => m.OccurredMs)];

    private static string? KindOf(OutboxMessage message)
    {
        using var data = JsonDocument.Parse(message.Data);
        return data.RootElement.GetProperty("kind").GetString();
    }
}
