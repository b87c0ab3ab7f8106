namespace EdgeRelay.Gateway.Ingest;

/// <summary>What the intake did with a message.</summary>
internal enum IntakeVerdict : byte
{
    /// <summary>Its ticket will be settled.</summary>
    Taken,

    /// <summary>The topic is not the identity's.</summary>
    ForeignTopic,

    /// <summary>The vehicle's lane is at its bound: offer it again when there is room.</summary>
    Busy,
}
