using System.Text.Json;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Reads <c>{"t":…,"action":"assign","tag":"…"}</c>: assign or unassign; a tag or a driver's id.</summary>
internal sealed class DriverReader(DecodeLimits limits)
{
    private static readonly string[] Actions = ["assign", "unassign"];
    private static readonly string[] Sources = ["tag", "app"];

    public DriverReport? Read(JsonElement root, Instant received, ulong contentHash, DocumentFields fields)
    {
        var time = fields.Time(root, "", "t");
        if (time is null)
        {
            fields.Note(DeadLetterReason.BadTime, ".t", "the event time is missing.");
        }

        var action = fields.RequiredChoice(root, "", "action", Actions);
        var tag = fields.Text(root, "", "tag", limits.TextBytes);
        var driverId = fields.Text(root, "", "driver_id", limits.TextBytes);
        if (tag is not null && driverId is not null)
        {
            fields.Note(DeadLetterReason.BadField, ".driver_id", "tag or driver_id, not both.");
        }

        if (action == "assign" && tag is null && driverId is null)
        {
            fields.Note(DeadLetterReason.BadField, ".tag", "assign needs a tag or a driver_id.");
        }

        var source = fields.Choice(root, "", "source", Sources) ?? (tag is null ? "app" : "tag");
        return fields.Fault is not null
            ? null
            : new DriverReport
            {
                Time = time!.Value,
                Received = received,
                Action = action == "assign" ? DriverAction.Assign : DriverAction.Unassign,
                Tag = tag,
                DriverId = driverId,
                Source = source,
                ContentHash = contentHash,
            };
    }
}
