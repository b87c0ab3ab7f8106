using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Delivery;

/// <summary>Outcomes that are written in one go.</summary>
internal sealed class OutcomeBatch(OutcomeWriter writer) : IWriteWork
{
    private readonly Dictionary<long, EndpointNote> _notes = [];

    public List<Outcome> Outcomes { get; } = [];

    public void Note(in EndpointNote note)
    {
        var merged = note;
        if (_notes.TryGetValue(note.WebhookId, out var earlier))
        {
            merged = note with
            {
                Hold = note.Hold == HoldReason.None ? earlier.Hold : note.Hold,
                Unverify = note.Unverify || earlier.Unverify,
            };
        }

        _notes[note.WebhookId] = merged;
    }

    public void Write(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new OutcomeStatements(connection));
        foreach (var outcome in Outcomes)
        {
            statements.Write(outcome);
        }

        foreach (var note in _notes.Values)
        {
            statements.Write(note);
        }
    }

    public void Committed() => writer.Written(this);

    public void Failed(Exception error) => writer.Failed(this, error);
}
