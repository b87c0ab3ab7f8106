namespace EdgeRelay.Rules;

/// <summary>What the filters did to an input that was applied all the same (telematics reference 2.3). Counted by the host.</summary>
[Flags]
public enum FilterMarks : byte
{
    None = 0,

    /// <summary>The position was unusable and dropped; the rest was used.</summary>
    NoPosition = 1,

    /// <summary>The position implied an impossible speed and was held back.</summary>
    Jump = 2,

    /// <summary>Too poor for landmarks, posted limits and distance.</summary>
    PoorGnss = 4,

    /// <summary>Held at the place where the vehicle is parked.</summary>
    ParkedDrift = 8,

    /// <summary>The device's GPS week counter had rolled over; the time was corrected.</summary>
    GpsWeek = 16,
}
