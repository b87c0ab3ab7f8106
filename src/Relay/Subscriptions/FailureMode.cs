namespace EdgeRelay.Relay.Subscriptions;

/// <summary>What a lane does while its head fails.</summary>
public enum FailureMode : byte
{
    /// <summary>After 5 attempts of the head, while other keys succeed, the lane goes on without it.</summary>
    MoveOn = 0,

    /// <summary>The lane waits until the head is delivered or its attempts are used up.</summary>
    Block = 1,

    /// <summary>The lane goes on after <see cref="Subscription.SkipAfter"/> attempts of the head, whatever other keys do.</summary>
    SkipAfter = 2,
}
