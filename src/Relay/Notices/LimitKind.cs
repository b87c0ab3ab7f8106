namespace EdgeRelay.Relay.Notices;

/// <summary>What of an endpoint is held against a limit.</summary>
public enum LimitKind : byte
{
    /// <summary>Waiting messages against <see cref="Subscriptions.Subscription.MaxDepth"/>.</summary>
    QueueDepth = 0,

    /// <summary>Seconds that the oldest waiting message waits.</summary>
    OldestAge = 1,

    /// <summary>Seconds without a success, against <see cref="RelaySettings.FailingHours"/>.</summary>
    Failing = 2,
}
