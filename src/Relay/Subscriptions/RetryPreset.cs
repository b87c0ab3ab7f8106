namespace EdgeRelay.Relay.Subscriptions;

/// <summary>A named list of waits between attempts.</summary>
public enum RetryPreset : byte
{
    /// <summary>10 attempts over 75 h, ±20 %.</summary>
    Standard = 0,

    /// <summary>3 attempts at 0, 5 and 15 min, exact.</summary>
    Crm = 1,

    /// <summary>The subscription's own waits.</summary>
    Custom = 2,
}
