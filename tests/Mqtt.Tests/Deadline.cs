namespace EdgeRelay.Mqtt.Tests;

/// <summary>How long a test waits for a signal that should come at once. Long, because the machine may be busy.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
}
