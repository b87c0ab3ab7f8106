using System.Text.Json;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Reads a driver vehicle inspection report (telematics reference 4.4 and 5.1). Unknown fields are left out.</summary>
internal sealed class InspectionReader(DecodeLimits limits)
{
    private static readonly string[] Types = ["pre_trip", "post_trip", "ad_hoc", "mechanic"];
    private static readonly string[] Statuses = ["safe", "unsafe", "resolved"];
    private static readonly string[] Results = ["ok", "defect", "not_applicable"];
    private static readonly string[] Severities = ["minor", "major"];
    private static readonly string[] Roles = ["driver", "mechanic", "reviewer"];
    private static readonly string[] Repairs = ["repaired", "unnecessary"];
    private static readonly (string Name, double Meters)[] OdometerUnits = [("odo_m", 1), ("odo_km", 1000), ("odo_mi", 1609.344)];

    /// <summary>The event time is <c>submitted_at</c>, else <c>t</c>; one of them is required.</summary>
    public InspectionReport? Read(JsonElement root, Instant received, ulong contentHash, DocumentFields fields)
    {
        var time = fields.Time(root, "", "submitted_at") ?? fields.Time(root, "", "t");
        if (time is null)
        {
            fields.Note(DeadLetterReason.BadTime, ".submitted_at", "the time of submission is missing.");
        }

        var (trailerId, trailerLabel) = ReadTrailer(root, fields);
        var report = new InspectionReport
        {
            Time = time.GetValueOrDefault(),
            Received = received,
            ReportId = fields.RequiredText(root, "", "id", limits.TextBytes),
            Revision = ReadRevision(root, fields),
            InspectionType = fields.RequiredChoice(root, "", "type", Types),
            Status = fields.RequiredChoice(root, "", "status", Statuses),
            StartedAt = ReadStart(root, fields, time),
            OdometerMeters = ReadOdometer(root, fields),
            TrailerId = trailerId,
            TrailerLabel = trailerLabel,
            Place = fields.Text(root, "", "place", limits.NoteCharacters),
            Parts = ReadParts(root, fields),
            Signatures = ReadSignatures(root, fields),
            Repair = fields.Choice(root, "", "repair", Repairs),
        };
        return fields.Fault is null ? report : null;
    }

    private static Instant? ReadStart(JsonElement root, DocumentFields fields, Instant? submitted)
    {
        var started = fields.Time(root, "", "started_at");
        if (started > submitted)
        {
            fields.Note(DeadLetterReason.BadField, ".started_at", "an inspection starts before it is submitted.");
        }

        return started;
    }

    private static int ReadRevision(JsonElement root, DocumentFields fields)
    {
        if (!DocumentFields.TryGet(root, "revision", out var value))
        {
            return 1;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var revision) || revision < 1)
        {
            fields.Note(DeadLetterReason.BadField, ".revision", "an integer ≥ 1 expected.");
            return 1;
        }

        return revision;
    }

    private static double? ReadOdometer(JsonElement root, DocumentFields fields)
    {
        double? meters = null;
        foreach (var (name, factor) in OdometerUnits)
        {
            if (fields.Number(root, "", name) is not { } value)
            {
                continue;
            }

            if (meters is not null || !double.IsFinite(value * factor))
            {
                fields.Note(DeadLetterReason.BadField, "." + name, "the odometer in one unit, finite, expected.");
            }

            meters = value * factor;
        }

        return meters;
    }

    /// <summary>The trailer is an object with id and label, or its id alone.</summary>
    private (string? Id, string? Label) ReadTrailer(JsonElement root, DocumentFields fields)
    {
        if (!DocumentFields.TryGet(root, "trailer", out var trailer))
        {
            return default;
        }

        if (trailer.ValueKind != JsonValueKind.Object)
        {
            return (fields.Text(root, "", "trailer", limits.TextBytes), null);
        }

        return (fields.Text(trailer, ".trailer", "id", limits.TextBytes), fields.Text(trailer, ".trailer", "label", limits.NoteCharacters));
    }

    private List<InspectedPart> ReadParts(JsonElement root, DocumentFields fields)
    {
        var parts = new List<InspectedPart>();
        var defectsInAll = 0;
        foreach (var (element, path) in fields.Objects(root, "", "parts"))
        {
            var defects = new List<InspectionDefect>();
            foreach (var (defect, place) in fields.Objects(element, path, "defects"))
            {
                defects.Add(new InspectionDefect(
                    fields.RequiredText(defect, place, "title", limits.NoteCharacters),
                    fields.Text(defect, place, "note", limits.NoteCharacters),
                    fields.RequiredChoice(defect, place, "severity", Severities)));
            }

            defectsInAll += defects.Count;
            if (defectsInAll > limits.InspectionEntries)
            {
                fields.Note(DeadLetterReason.TooLarge, ".parts", $"more than {limits.InspectionEntries} defects.");
                break;
            }

            var part = new InspectedPart(
                fields.RequiredText(element, path, "part", limits.TextBytes),
                fields.RequiredChoice(element, path, "result", Results),
                defects);
            CheckPart(part, path, parts, fields);
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>A report must not say two things of one part: whoever repairs it goes by this.</summary>
    private static void CheckPart(InspectedPart part, string path, List<InspectedPart> before, DocumentFields fields)
    {
        if (before.Exists(p => p.Part == part.Part))
        {
            fields.Note(DeadLetterReason.BadField, path + ".part", $"the part {part.Part} occurs twice.");
        }

        if (part.Result == "defect" && part.Defects.Count == 0)
        {
            fields.Note(DeadLetterReason.BadField, path + ".defects", "the result is defect: at least one defect expected.");
        }

        if (part.Result != "defect" && part.Defects.Count > 0)
        {
            fields.Note(DeadLetterReason.BadField, path + ".result", $"defect expected where defects are listed, {part.Result} found.");
        }
    }

    private List<InspectionSignature> ReadSignatures(JsonElement root, DocumentFields fields)
    {
        var signatures = new List<InspectionSignature>();
        foreach (var (element, path) in fields.Objects(root, "", "signatures"))
        {
            signatures.Add(new InspectionSignature(
                fields.RequiredChoice(element, path, "role", Roles),
                fields.Text(element, path, "name", limits.NoteCharacters),
                fields.Time(element, path, "signed_at"),
                fields.Text(element, path, "note", limits.NoteCharacters)));
        }

        return signatures;
    }
}
