using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules;

/// <summary>Tells whether a detection is the one that a piece of state was made for. Used when a rule book changes, not per sample.</summary>
internal sealed class KeyMatch(ulong key)
{
    public bool Fits<TDetection>(Watch<TDetection> watch)
        where TDetection : Detection => watch.Key == key;
}
