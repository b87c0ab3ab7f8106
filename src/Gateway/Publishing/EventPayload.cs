// Hot path: one writer and one buffer per thread, used again and again; an event costs the array that is stored.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Renders an event as the body's <c>data</c>: one compact UTF-8 object, keys in schema order (relay reference 2.2, 2.3).</summary>
/// <remarks>Thread-safe. A golden file per type pins the bytes.</remarks>
public static class EventPayload
{
    // Relaxed: names outside ASCII stay readable. The body is never put into a web page as it is.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <param name="found">What the rules found.</param>
    /// <param name="context">Names of the vehicle, landmarks and drivers at that time.</param>
    /// <param name="isTest">Adds <c>"test":true</c>: for test and activation messages only.</param>
    public static byte[] Render(RuleEvent found, EventPayloadContext context, bool isTest = false)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(context);
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(2_048);
        var writer = _writer ??= new Utf8JsonWriter(buffer, Compact);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        EventCommonFields.Write(writer, found, context, isTest);
        EventOwnFields.Write(writer, found, context);
        writer.WriteString("because"u8, EventReason.Of(found));
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
