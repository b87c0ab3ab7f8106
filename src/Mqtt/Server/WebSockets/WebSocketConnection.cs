using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeRelay.Mqtt.Server.WebSockets;

/// <summary>
/// A WebSocket as a connection like any other: a stream of bytes each way. Frames have no meaning of their own, packets may share or span them (MQTT 5.0,
/// section 6). Each way holds at most 64 KB; then whoever writes waits.
/// </summary>
internal sealed class WebSocketConnection : ConnectionContext, IConnectionLifetimeNotificationFeature, IDuplexPipe
{
    private const int BufferBytes = 65_536;
    private const int ReceiveBytes = 4_096;

    /// <summary>How long the peer may take to read what is left and to say that it closes too.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(1);

    private static readonly PipeOptions Bounded = new(
        pauseWriterThreshold: BufferBytes, resumeWriterThreshold: BufferBytes / 2, useSynchronizationContext: false);

    private readonly WebSocket _socket;
    private readonly Pipe _received = new(Bounded);
    private readonly Pipe _sent = new(Bounded);
    private readonly CancellationTokenSource _closed = new();

    public WebSocketConnection(WebSocket socket, HttpContext context, CancellationToken stopping)
    {
        _socket = socket;
        ConnectionId = context.Connection.Id;
        RemoteEndPoint = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;
        ConnectionClosed = _closed.Token;
        ConnectionClosedRequested = stopping;
        Transport = this;
        Features.Set<IConnectionLifetimeNotificationFeature>(this);
        Features.Set(context.Features.Get<ITlsConnectionFeature>());
    }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    /// <summary>The server is about to stop.</summary>
    public CancellationToken ConnectionClosedRequested { get; set; }

    PipeReader IDuplexPipe.Input => _received.Reader;

    PipeWriter IDuplexPipe.Output => _sent.Writer;

    public void RequestClose() => Abort();

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _socket.Abort();
        try
        {
            _closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The sweeper looked at it while it ended.
        }
    }

    /// <summary>Carries bytes both ways until <paramref name="serve"/> is done with the connection, then closes it. Never fails.</summary>
    public async Task Run(Func<ConnectionContext, Task> serve)
    {
        var receiving = Receive();
        var sending = Send();
        await serve(this).ConfigureAwait(false);
        await _received.Reader.CompleteAsync().ConfigureAwait(false);
        await _sent.Writer.CompleteAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(CloseGrace);
        await Task.WhenAll(sending, receiving).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Abort();
        await Task.WhenAll(sending, receiving).ConfigureAwait(false);
        _closed.Dispose();
    }

    private async Task Receive()
    {
        var writer = _received.Writer;
        try
        {
            while (await Next().ConfigureAwait(false) is { } count)
            {
                writer.Advance(count);
                if (count > 0)
                {
                    // When nobody reads any more, what still comes is thrown away until the peer closes.
                    await writer.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A broken pipe is an ordinary end.
            Abort();
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    /// <returns>Bytes that were put into the pipe; null at the end.</returns>
    private async ValueTask<int?> Next()
    {
        // Nothing is held for a peer that sends nothing.
        var header = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
        var result = header.MessageType == WebSocketMessageType.Binary && !header.EndOfMessage
            ? await _socket.ReceiveAsync(_received.Writer.GetMemory(ReceiveBytes), CancellationToken.None).ConfigureAwait(false)
            : header;
        if (result.MessageType == WebSocketMessageType.Binary)
        {
            return result.Count;
        }

        if (result.MessageType == WebSocketMessageType.Text)
        {
            // MQTT-6.0.0-1. Aborting would take the code with it, so the peer is told, and what it sends is not read.
            await CloseOutput(WebSocketCloseStatus.InvalidMessageType).ConfigureAwait(false);
        }

        return null;
    }

    private async Task Send()
    {
        var reader = _sent.Reader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                foreach (var part in read.Buffer)
                {
                    await _socket.SendAsync(part, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
                }

                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    await CloseOutput(WebSocketCloseStatus.NormalClosure).ConfigureAwait(false);
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer has gone; the receiving side sees it too.
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }

    private async Task CloseOutput(WebSocketCloseStatus status)
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(status, null, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
