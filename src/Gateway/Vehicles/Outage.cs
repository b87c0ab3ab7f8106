namespace EdgeRelay.Gateway.Vehicles;

/// <summary>A time in which the gateway heard nobody.</summary>
/// <param name="FromMs">The last moment before it at which it is known to have listened, Unix ms.</param>
/// <param name="UntilMs">When it listened again, Unix ms.</param>
internal readonly record struct Outage(long FromMs, long UntilMs)
{
    public long Milliseconds => UntilMs - FromMs;
}
