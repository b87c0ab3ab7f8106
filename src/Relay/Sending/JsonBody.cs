using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeRelay.Relay.Sending;

/// <summary>Writes <c>{"head":{…},"data":…}</c>. The stored <c>data</c> is copied as it is, never parsed, so its bytes stay exact.</summary>
internal static class JsonBody
{
    /// <summary>Options of the writer that renders the head: text stays readable, only what JSON demands is escaped.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void Write(ArrayBufferWriter<byte> body, Utf8JsonWriter writer, in MessageHead head, ReadOnlySpan<byte> data)
    {
        body.Write("{\"head\":"u8);
        writer.Reset(body);
        writer.WriteStartObject();
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
        writer.Flush();
        body.Write(",\"data\":"u8);
        body.Write(data);
        body.Write("}"u8);
    }
}
