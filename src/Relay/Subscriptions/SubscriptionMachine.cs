namespace EdgeRelay.Relay.Subscriptions;

/// <summary>The one place that says which change of a subscription's state is legal, and to what it leads. Pure.</summary>
public static class SubscriptionMachine
{
    /// <returns>The state that follows; the same one when nothing changes; null when the turn is not legal there.</returns>
    public static SubscriptionState? After(SubscriptionState state, SubscriptionTurn turn) => turn switch
    {
        // A pause is the user's own and ends by resume, where he says what becomes of the messages that waited.
        SubscriptionTurn.Enable when state is { Enabled: true, Hold: HoldReason.User or HoldReason.Overflow } => null,
        SubscriptionTurn.Enable => state with { Enabled = true, Hold = HoldReason.None },

        // The hold stays: what was gone must prove itself when it is switched on again.
        SubscriptionTurn.Disable => state with { Enabled = false },

        SubscriptionTurn.Prove => state with { Verification = Verification.Verified },
        SubscriptionTurn.Trust => state with { Verification = Verification.Trusted },
        SubscriptionTurn.LoseProof => state with { Verification = Verification.Unverified },

        // An answer that comes in after the user stopped the sending decides nothing that he did not; that the receiver is gone ends a pause.
        SubscriptionTurn.Gone when IsOn(state) && !state.IsAutoDisabled => state with { Hold = HoldReason.Gone },
        SubscriptionTurn.Fail when IsOn(state) && state.Hold == HoldReason.None => state with { Hold = HoldReason.Failing },

        SubscriptionTurn.Pause when state is { Enabled: true, IsAutoDisabled: false } => state with { Hold = HoldReason.User },
        SubscriptionTurn.Overflow when state is { Enabled: true, Hold: HoldReason.None } => state with { Hold = HoldReason.Overflow },
        SubscriptionTurn.Resume when state is { Enabled: true, Hold: HoldReason.User or HoldReason.Overflow } =>
            state with { Hold = HoldReason.None },
        _ => null,
    };

    private static bool IsOn(SubscriptionState state) => state is { Enabled: true, Verification: not Verification.Unverified };
}
