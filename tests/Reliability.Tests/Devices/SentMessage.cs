namespace EdgeRelay.Reliability.Tests.Devices;

/// <summary>A message as its device remembers it.</summary>
/// <param name="Device">Number of the device.</param>
/// <param name="Number">Its place in the device's order, from 0.</param>
/// <param name="Vehicle">Vehicle id.</param>
/// <param name="TimesMs">Times of its samples, Unix ms, ascending.</param>
internal sealed record SentMessage(int Device, int Number, string Vehicle, IReadOnlyList<long> TimesMs)
{
    /// <summary>Whether a PUBACK came for it.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Sendings { get; set; }
}
