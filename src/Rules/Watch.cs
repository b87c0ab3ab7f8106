using System.Text;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules;

/// <summary>A detection with what is derived from it once per rule book.</summary>
internal sealed class Watch<TDetection>(TDetection detection) : IWatch
    where TDetection : Detection
{
    private readonly byte[] _trigger = Encoding.UTF8.GetBytes(detection.Canonical);

    public TDetection Detection { get; } = detection;

    /// <summary>Names the detection in vehicle states.</summary>
    public ulong Key { get; } = StableHash.Key(Encoding.UTF8.GetBytes(detection.Canonical));

    /// <inheritdoc/>
    public long EffectiveFromMs { get; } = detection.EffectiveFrom?.UnixMilliseconds ?? long.MinValue;

    Detection IWatch.Detection => Detection;

    ReadOnlySpan<byte> IWatch.Trigger => _trigger;
}
