using System.Buffers;
using System.Text.Json;

namespace EdgeRelay.Simulator.Messages;

/// <summary>Writes JSON payloads into one buffer that is used again; only the finished payload is allocated.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class JsonPayload : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    public JsonPayload() => _writer = new Utf8JsonWriter(_buffer);

    public byte[] Make<TSource>(TSource source, Action<Utf8JsonWriter, TSource> write)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        write(_writer, source);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _writer.Dispose();
}
