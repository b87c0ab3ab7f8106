namespace EdgeRelay.Rules.EventTime;

/// <summary>Where a vehicle's state of an earlier moment lies in the journal: with the sample that was applied to it.</summary>
internal struct CheckpointMark
{
    /// <summary>What <see cref="Before"/> is when nothing had been applied: it reaches back for ever.</summary>
    public const long Never = long.MinValue;

    /// <summary>Greatest event time in the kept state, of samples and of deadlines told of, Unix ms. Only later samples can be put in after it.</summary>
    public long Before;

    /// <summary>Event time of the sample that was applied to it, Unix ms.</summary>
    public long At;

    /// <summary>Journal position of that sample.</summary>
    public long Position;

    /// <summary>Samples of the vehicle that had been applied before.</summary>
    public long Samples;

    /// <summary>A silence that may be filled later lies between the two times.</summary>
    public bool IsGap;
}
