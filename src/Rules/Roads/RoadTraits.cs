namespace EdgeRelay.Rules.Roads;

/// <summary>What a way's tags say beside its class and limits.</summary>
[Flags]
public enum RoadTraits : byte
{
    None = 0,

    /// <summary>May be driven in the direction in which it was drawn.</summary>
    Forward = 1,

    /// <summary>May be driven against the direction in which it was drawn.</summary>
    Backward = 2,

    /// <summary>Has a limit that holds at times only; it is not used, but told.</summary>
    ConditionalLimit = 4,

    /// <summary>The limit had no unit and was read as mph, because most of its extract is.</summary>
    AssumedMph = 8,
}
