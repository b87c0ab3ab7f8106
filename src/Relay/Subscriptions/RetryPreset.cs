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

    /// <summary>8 attempts over 27:35:05 h, ±20 %.</summary>
    Svix = 3,

    /// <summary>49 attempts, one each 30 minutes.</summary>
    Onfleet = 4,

    /// <summary>4 attempts, after 1 minute, 1 hour and 6 hours.</summary>
    Motive = 5,
}
