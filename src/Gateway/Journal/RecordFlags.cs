namespace EdgeRelay.Gateway.Journal;

/// <summary>What a journal record is besides its input.</summary>
[Flags]
internal enum RecordFlags : byte
{
    None = 0,

    /// <summary>Holds the vehicle's state as it was before the input.</summary>
    Checkpoint = 1,

    /// <summary>The input waited for the run of the past that the vehicle's next <see cref="Rerun"/> in this row stands for.</summary>
    Placed = 2,

    /// <summary>The vehicle's past was run again with what was placed, this input among it.</summary>
    Rerun = 4,

    /// <summary>Older than everything that is kept: no part of the vehicle's past.</summary>
    Apart = 8,
}
