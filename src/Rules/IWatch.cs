using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules;

/// <summary>What an event needs of the detection that fired, whatever its type.</summary>
internal interface IWatch
{
    Detection Detection { get; }

    /// <summary>Since when it counts, Unix ms of the receive time.</summary>
    long EffectiveFromMs { get; }

    /// <summary>The canonical form in UTF-8, part of every event id.</summary>
    ReadOnlySpan<byte> Trigger { get; }
}
