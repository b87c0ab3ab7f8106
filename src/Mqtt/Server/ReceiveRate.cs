namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// How much may be taken from one connection: two buckets of tokens, for packets and for bytes. A packet is taken while both hold something and may leave
/// them in debt, so that no packet is too large for ever.
/// </summary>
/// <remarks>For the read loop alone. The clock is asked only when a bucket is empty: a client within its limits costs two subtractions a packet.</remarks>
internal sealed class ReceiveRate(MqttLimits limits, TimeProvider clock)
{
    /// <summary>Less is not worth waking up for.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private double _packets = limits.MessageBurst;
    private double _bytes = limits.ByteBurst;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>When it is worth asking again after <see cref="MayTake"/> said no.</summary>
    public TimeSpan Pause
    {
        get
        {
            var seconds = Math.Max(Missing(_packets, limits.MessagesPerSecond), Missing(_bytes, limits.BytesPerSecond));
            return seconds > ShortestPause.TotalSeconds ? TimeSpan.FromSeconds(seconds) : ShortestPause;
        }
    }

    public bool MayTake()
    {
        if (HasBoth)
        {
            return true;
        }

        var now = clock.GetTimestamp();
        var seconds = clock.GetElapsedTime(_filledAt, now).TotalSeconds;
        _filledAt = now;
        _packets = Math.Min(limits.MessageBurst, _packets + (seconds * limits.MessagesPerSecond));
        _bytes = Math.Min(limits.ByteBurst, _bytes + (seconds * limits.BytesPerSecond));
        return HasBoth;
    }

    public void Took(int bytes)
    {
        _packets--;
        _bytes -= bytes;
    }

    private bool HasBoth => (limits.MessagesPerSecond == 0 || _packets >= 1) && (limits.BytesPerSecond == 0 || _bytes > 0);

    private static double Missing(double tokens, int perSecond) => perSecond == 0 || tokens >= 1 ? 0 : (1 - tokens) / perSecond;
}
