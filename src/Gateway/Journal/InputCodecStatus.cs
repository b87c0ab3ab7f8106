namespace EdgeRelay.Gateway.Journal;

/// <summary>What came of reading an input back from the journal.</summary>
public enum InputCodecStatus : byte
{
    Read,

    /// <summary>Cut short, or bytes that no writer of this version makes.</summary>
    Damaged,

    /// <summary>Written by a version that this one does not know.</summary>
    UnknownVersion,
}
