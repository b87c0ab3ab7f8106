using System.Buffers;
using System.Text.Json;

namespace EdgeRelay.Relay.Sending;

/// <summary>The buffers of one sender, used for one request after the other, so that a request allocates none.</summary>
internal sealed class SenderSlot
{
    /// <summary>Most bytes of an answer's body that are read.</summary>
    public const int AnswerBytes = 16 * 1024;

    public ArrayBufferWriter<byte> Body { get; private set; } = new(4_096);

    public ArrayBufferWriter<byte> Json { get; } = new(4_096);

    public Utf8JsonWriter Writer { get; } = new(Stream.Null, JsonBody.WriterOptions);

    public byte[] Answer { get; } = new byte[AnswerBytes];

    /// <summary>Leaves the body's bytes to whoever still reads them.</summary>
    public void AbandonBody() => Body = new ArrayBufferWriter<byte>(4_096);
}
