using System.Text.Json;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The fields of a driver vehicle inspection report, in schema order (relay reference 2.3).</summary>
internal static class EventInspectionFields
{
    public static void Write(Utf8JsonWriter writer, InspectionReport report)
    {
        writer.WriteString("dvir_id"u8, report.ReportId);
        writer.WriteNumber("revision"u8, report.Revision);
        writer.WriteString("inspection_type"u8, report.InspectionType);
        writer.WriteString("safety_status"u8, report.Status);
        writer.Time("started_at"u8, report.StartedAt);
        writer.Time("submitted_at"u8, report.Time);
        WriteTrailer(writer, report);
        writer.WriteString("place"u8, report.Place);
        writer.WriteStartArray("parts"u8);
        foreach (var part in report.Parts)
        {
            WritePart(writer, part);
        }

        writer.WriteEndArray();
        writer.WriteNumber("defect_count"u8, report.DefectCount);
        writer.WriteString("repair"u8, report.Repair);
        writer.WriteStartArray("signatures"u8);
        foreach (var signature in report.Signatures)
        {
            WriteSignature(writer, signature);
        }

        writer.WriteEndArray();
    }

    private static void WriteTrailer(Utf8JsonWriter writer, InspectionReport report)
    {
        if (report.TrailerId is null && report.TrailerLabel is null)
        {
            writer.WriteNull("trailer"u8);
            return;
        }

        writer.WriteStartObject("trailer"u8);
        writer.WriteString("id"u8, report.TrailerId);
        writer.WriteString("label"u8, report.TrailerLabel);
        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, InspectedPart part)
    {
        writer.WriteStartObject();
        writer.WriteString("part"u8, part.Part);
        writer.WriteString("result"u8, part.Result);
        writer.WriteStartArray("defects"u8);
        foreach (var defect in part.Defects)
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, defect.Title);
            writer.WriteString("note"u8, defect.Note);
            writer.WriteString("severity"u8, defect.Severity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSignature(Utf8JsonWriter writer, InspectionSignature signature)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, signature.Role);
        writer.WriteString("name"u8, signature.Name);
        writer.Time("signed_at"u8, signature.SignedAt);
        writer.WriteString("note"u8, signature.Note);
        writer.WriteEndObject();
    }
}
