using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Journal;

/// <summary>The fields of heartbeats, inspections and driver changes in the journal: rare messages, stored plainly.</summary>
internal static class InputCodecReports
{
    public static void Write(ref InputCodecWriter writer, HeartbeatReport heartbeat)
    {
        writer.Fixed64(heartbeat.ContentHash);
        writer.OptionalReal(heartbeat.SupplyVolts);
        writer.Bytes(heartbeat.Extras.Span);
    }

    public static HeartbeatReport ReadHeartbeat(ref InputCodecReader reader, Instant time, Instant received) => new()
    {
        Time = time,
        Received = received,
        ContentHash = reader.Fixed64(),
        SupplyVolts = reader.OptionalReal(),
        Extras = reader.Bytes(),
    };

    public static void Write(ref InputCodecWriter writer, DriverReport driver)
    {
        writer.Fixed64(driver.ContentHash);
        writer.Byte((byte)driver.Action);
        writer.OptionalText(driver.Tag);
        writer.OptionalText(driver.DriverId);
        writer.Text(driver.Source);
    }

    public static DriverReport? ReadDriver(ref InputCodecReader reader, Instant time, Instant received)
    {
        var report = new DriverReport
        {
            Time = time,
            Received = received,
            ContentHash = reader.Fixed64(),
            Action = (DriverAction)reader.Byte(),
            Tag = reader.OptionalText(),
            DriverId = reader.OptionalText(),
            Source = reader.Text(),
        };
        return report.Action <= DriverAction.Unassign ? report : null;
    }

    public static void Write(ref InputCodecWriter writer, InspectionReport report)
    {
        writer.Text(report.ReportId);
        writer.Signed(report.Revision);
        writer.Text(report.InspectionType);
        writer.Text(report.Status);
        writer.OptionalSigned(report.StartedAt?.UnixMilliseconds);
        writer.OptionalReal(report.OdometerMeters);
        writer.OptionalText(report.TrailerId);
        writer.OptionalText(report.TrailerLabel);
        writer.OptionalText(report.Place);
        writer.OptionalText(report.Repair);
        writer.Unsigned((ulong)report.Parts.Count);
        foreach (var part in report.Parts)
        {
            Write(ref writer, part);
        }

        writer.Unsigned((ulong)report.Signatures.Count);
        foreach (var signature in report.Signatures)
        {
            writer.Text(signature.Role);
            writer.OptionalText(signature.Name);
            writer.OptionalSigned(signature.SignedAt?.UnixMilliseconds);
            writer.OptionalText(signature.Note);
        }
    }

    public static InspectionReport ReadInspection(ref InputCodecReader reader, Instant time, Instant received) => new()
    {
        Time = time,
        Received = received,
        ReportId = reader.Text(),
        Revision = (int)reader.Signed(),
        InspectionType = reader.Text(),
        Status = reader.Text(),
        StartedAt = ReadInstant(ref reader),
        OdometerMeters = reader.OptionalReal(),
        TrailerId = reader.OptionalText(),
        TrailerLabel = reader.OptionalText(),
        Place = reader.OptionalText(),
        Repair = reader.OptionalText(),
        Parts = ReadParts(ref reader),
        Signatures = ReadSignatures(ref reader),
    };

    private static void Write(ref InputCodecWriter writer, InspectedPart part)
    {
        writer.Text(part.Part);
        writer.Text(part.Result);
        writer.Unsigned((ulong)part.Defects.Count);
        foreach (var defect in part.Defects)
        {
            writer.Text(defect.Title);
            writer.OptionalText(defect.Note);
            writer.Text(defect.Severity);
        }
    }

    private static InspectedPart[] ReadParts(ref InputCodecReader reader)
    {
        var parts = new InspectedPart[reader.Count()];
        for (var i = 0; i < parts.Length && !reader.Failed; i++)
        {
            parts[i] = new InspectedPart(reader.Text(), reader.Text(), ReadDefects(ref reader));
        }

        return parts;
    }

    private static InspectionDefect[] ReadDefects(ref InputCodecReader reader)
    {
        var defects = new InspectionDefect[reader.Count()];
        for (var i = 0; i < defects.Length && !reader.Failed; i++)
        {
            defects[i] = new InspectionDefect(reader.Text(), reader.OptionalText(), reader.Text());
        }

        return defects;
    }

    private static InspectionSignature[] ReadSignatures(ref InputCodecReader reader)
    {
        var signatures = new InspectionSignature[reader.Count()];
        for (var i = 0; i < signatures.Length && !reader.Failed; i++)
        {
            signatures[i] = new InspectionSignature(reader.Text(), reader.OptionalText(), ReadInstant(ref reader), reader.OptionalText());
        }

        return signatures;
    }

    private static Instant? ReadInstant(ref InputCodecReader reader) =>
        reader.OptionalSigned() is { } milliseconds ? new Instant(milliseconds) : null;
}
