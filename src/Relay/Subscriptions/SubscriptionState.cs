namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Where a subscription stands. Changed by <see cref="SubscriptionMachine"/> alone.</summary>
/// <param name="Enabled">The user's wish.</param>
/// <param name="Verification">Whether the receiver wants the messages.</param>
/// <param name="Hold">Why nothing is sent all the same.</param>
public readonly record struct SubscriptionState(bool Enabled, Verification Verification, HoldReason Hold)
{
    /// <summary>True when messages may leave. Otherwise they are kept and wait.</summary>
    public bool MaySend => Enabled && Verification != Verification.Unverified && Hold == HoldReason.None;

    /// <summary>Relay itself switched it off; the receiver must prove itself again.</summary>
    public bool IsAutoDisabled => Hold is HoldReason.Gone or HoldReason.Failing;

    /// <param name="failing">Whether the dispatcher finds the endpoint failing at the moment.</param>
    public SubscriptionStatus StatusWhen(bool failing) => this switch
    {
        { Enabled: false } => SubscriptionStatus.Deactivated,
        { Verification: Verification.Unverified } => SubscriptionStatus.Unverified,
        { IsAutoDisabled: true } => SubscriptionStatus.AutoDisabled,
        { Hold: HoldReason.User or HoldReason.Overflow } => SubscriptionStatus.Paused,
        _ => failing ? SubscriptionStatus.Failing : SubscriptionStatus.Active,
    };
}
