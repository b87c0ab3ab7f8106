namespace EdgeRelay.Rules.Landmarks;

/// <summary>What had to be changed for a geometry to be usable.</summary>
[Flags]
public enum LandmarkGeometryRepairs
{
    None = 0,

    /// <summary>A ring did not end where it began; it was closed.</summary>
    RingClosed = 1,

    /// <summary>A ring ran the other way than RFC 7946, 3.1.6 asks; it was turned round. The area is the same.</summary>
    RingReversed = 2,

    /// <summary>A ring or line stepped over ±180°; its longitudes run on beyond it now.</summary>
    Unwrapped = 4,

    /// <summary>A part or hole without area was left out.</summary>
    PartDropped = 8,

    /// <summary>Crossing, touching or overlapping borders were made anew; each part of the area that was enclosed stays.</summary>
    BordersRemade = 16,
}
