using System.IO.Pipelines;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>
/// The bytes that wait for a peer: bounded, written by many threads, sent by one at a time. Two buffers change places, so that packets gather in one while
/// the other is on its way: a burst of answers costs one write to the transport.
/// </summary>
internal sealed class PacketOutput(PipeWriter writer, int bound, TimeProvider clock)
{
    private const int InitialSize = 256;
    private const int KeptSize = 8_192;

    private byte[] _filling = [];
    private byte[] _sending = [];
    private int _filled;
    private bool _sendingNow;
    private bool _broken;
    private long _blockedSince;
    private Task _pump = Task.CompletedTask;

    /// <summary>Held while packets are put in; never across an await.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Called after bytes have left, so that somebody who waits for room looks again.</summary>
    public Action? Drained { get; set; }

    /// <summary>The bytes under way, if any. Never fails.</summary>
    public Task Sent => Volatile.Read(ref _pump);

    /// <summary>The transport takes no more.</summary>
    public bool IsBroken => Volatile.Read(ref _broken);

    /// <summary>How long the peer has read nothing although something waits for it; zero while all is well.</summary>
    public TimeSpan BlockedFor => Volatile.Read(ref _blockedSince) is not 0 and var since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    public bool HasRoom(int size)
    {
        lock (Gate)
        {
            return _filled == 0 || _filled + size <= bound;
        }
    }

    /// <returns>Empty when there is no room. A packet always fits an empty buffer, whatever its size.</returns>
    /// <remarks>Only under <see cref="Gate"/>; <see cref="Commit"/> follows.</remarks>
    public Span<byte> Reserve(int size, bool final = false)
    {
        if (_filled > 0 && _filled + size > bound && !final)
        {
            return default;
        }

        if (_filling.Length < _filled + size)
        {
            Array.Resize(ref _filling, Math.Max(Math.Max(_filling.Length * 2, InitialSize), _filled + size));
        }

        return _filling.AsSpan(_filled, size);
    }

    /// <remarks>Only under <see cref="Gate"/>.</remarks>
    public void Commit(int size) => _filled += size;

    /// <param name="final">The last packet: goes in even over the bound.</param>
    public bool TryWrite(ReadOnlySpan<byte> packet, bool final = false)
    {
        lock (Gate)
        {
            var room = Reserve(packet.Length, final);
            if (room.IsEmpty)
            {
                return false;
            }

            packet.CopyTo(room);
            Commit(packet.Length);
            return true;
        }
    }

    /// <summary>Sends what waits, on this thread as far as the transport takes it at once. From any thread; does not block.</summary>
    public void Flush()
    {
        var sent = false;
        while (TrySwap(out var chunk))
        {
            sent = true;
            var sending = Send(chunk);
            if (!sending.IsCompletedSuccessfully)
            {
                Volatile.Write(ref _blockedSince, Math.Max(1, clock.GetTimestamp()));
                Volatile.Write(ref _pump, Finish(sending));
                return;
            }

            Finished(sending.Result);
        }

        if (sent)
        {
            Drained?.Invoke();
        }
    }

    private async Task Finish(ValueTask<FlushResult> sending)
    {
        var broken = false;
        try
        {
            var result = await sending.ConfigureAwait(false);
            broken = result.IsCompleted || result.IsCanceled;
        }
        catch (Exception)
        {
            // Whatever the transport says here means the same: the peer cannot be reached. The read loop sees it too and ends the connection.
            broken = true;
        }

        Volatile.Write(ref _blockedSince, 0);
        Finished(broken);
        Drained?.Invoke();
        Flush();
    }

    private ValueTask<FlushResult> Send(ReadOnlyMemory<byte> chunk)
    {
        try
        {
            return writer.WriteAsync(chunk);
        }
        catch (InvalidOperationException)
        {
            // The connection has ended and its pipe is completed.
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: true, isCompleted: true));
        }
    }

    private void Finished(FlushResult result) => Finished(result.IsCompleted || result.IsCanceled);

    private void Finished(bool broken)
    {
        lock (Gate)
        {
            _sendingNow = false;
            _broken |= broken;
        }
    }

    private bool TrySwap(out ReadOnlyMemory<byte> chunk)
    {
        lock (Gate)
        {
            chunk = default;
            if (_sendingNow || _broken || _filled == 0)
            {
                return false;
            }

            chunk = _filling.AsMemory(0, _filled);
            (_filling, _sending) = (_sending.Length > KeptSize ? [] : _sending, _filling);
            _filled = 0;
            _sendingNow = true;
            return true;
        }
    }
}
