namespace EdgeRelay.Relay.Outbox;

/// <summary>What can happen to a delivery: a closed set.</summary>
public enum DeliveryTurn : byte
{
    /// <summary>It is due, its lane and a place are free.</summary>
    Take = 0,

    /// <summary>2xx.</summary>
    Accept = 1,

    /// <summary>It failed, and the schedule has a wait left.</summary>
    Retry = 2,

    /// <summary>It failed, and no attempt is left or none is of use.</summary>
    GiveUp = 3,

    /// <summary>The process ended while the request was open, or abandoned it to stop.</summary>
    Die = 4,

    /// <summary>Its subscription was switched off, paused or lost its proof.</summary>
    Hold = 5,

    /// <summary>Its subscription may send again.</summary>
    Release = 6,

    /// <summary>A newer message of the same key and type takes its place.</summary>
    Supersede = 7,

    /// <summary>It became too old to be of use.</summary>
    Expire = 8,

    /// <summary>A user gave it up, or its subscription was deleted.</summary>
    Cancel = 9,
}
