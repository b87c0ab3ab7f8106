using System.Net;
using System.Net.Http.Headers;

namespace EdgeRelay.Relay.Sending;

/// <summary>The body of one request: bytes in a buffer that is used again. It knows whether the handler is done with them.</summary>
internal sealed class BodyContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public BodyContent(ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue type)
    {
        _bytes = bytes;
        Headers.ContentType = type;
    }

    /// <summary>True when no write of the bytes is under way, so that their buffer may be filled anew.</summary>
    public bool Released { get; private set; } = true;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Released = false;
        await stream.WriteAsync(_bytes, cancellationToken).ConfigureAwait(false);
        Released = true;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
