using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>Writes a message in its envelope. The stored <c>data</c> is copied as it is, never parsed, so its bytes stay exact.</summary>
internal static class JsonBody
{
    /// <summary>What no envelope has more of beside its texts: its names, and all its numbers at their longest.</summary>
    private const int FixedBytes = 360;

    /// <summary>Longest form of one character.</summary>
    private const int EscapedBytes = 6;

    /// <summary>Options of the writer that renders the envelope: text stays readable, only what JSON demands is escaped.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Most bytes of an envelope and the comma behind it.</summary>
    /// <param name="characters">Of the texts in it, which JSON may escape.</param>
    public static int MostEnvelopeBytes(int characters) => FixedBytes + (EscapedBytes * characters);

    public static void Write(
        ArrayBufferWriter<byte> body, Utf8JsonWriter writer, BodyProfile profile, in MessageHead head, in MessageEvent happened, ReadOnlySpan<byte> data)
    {
        writer.Reset(body);
        writer.WriteStartObject();
        switch (profile)
        {
            case BodyProfile.Standard:
                WriteStandard(writer, head, happened);
                break;
            case BodyProfile.Cloudevents:
                WriteCloudEvent(writer, head, happened);
                break;
            default:
                WriteHead(writer, head);
                break;
        }

        writer.Flush();
        body.Write(",\"data\":"u8);
        body.Write(data);
        body.Write("}"u8);
    }

    private static void WriteHead(Utf8JsonWriter writer, in MessageHead head)
    {
        writer.WriteStartObject("head"u8);
        writer.WriteNumber("account_id"u8, head.AccountId);
        writer.WriteString("username"u8, head.UserName);
        writer.WriteString("ref_id"u8, head.RefId);
        writer.WriteString("type"u8, head.Type);
        writer.WriteNumber("webhook_id"u8, head.WebhookId);
        writer.WriteNumber("retry_count"u8, head.RetryCount);
        writer.WriteNumber("queue_depth"u8, head.QueueDepth);
        writer.WriteNumber("enqueue_time"u8, head.EnqueueTime);
        writer.WriteNumber("request_time"u8, head.RequestTime);
        writer.WriteEndObject();
    }

    /// <summary>The payload that Standard Webhooks proposes: <c>timestamp</c> is when it happened.</summary>
    private static void WriteStandard(Utf8JsonWriter writer, in MessageHead head, in MessageEvent happened)
    {
        writer.WriteString("type"u8, head.Type);
        writer.WriteString("timestamp"u8, happened.OccurredAt.ToString(MessageEvent.TimeFormat, CultureInfo.InvariantCulture));
    }

    /// <summary>CloudEvents 1.0, JSON format; <c>sequence</c> is text, as its extension demands.</summary>
    private static void WriteCloudEvent(Utf8JsonWriter writer, in MessageHead head, in MessageEvent happened)
    {
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, happened.Id);
        writer.WriteString("source"u8, string.Create(CultureInfo.InvariantCulture, $"/accounts/{head.AccountId}"));
        writer.WriteString("type"u8, $"com.edgerelay.{head.Type}.v1");
        writer.WriteString("subject"u8, head.RefId);
        writer.WriteString("time"u8, happened.OccurredAt.ToString(MessageEvent.TimeFormat, CultureInfo.InvariantCulture));
        writer.WriteString("sequence"u8, happened.Sequence.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("datacontenttype"u8, "application/json"u8);
    }
}
