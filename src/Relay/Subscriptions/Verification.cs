namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Whether the receiver has shown that it wants the messages.</summary>
public enum Verification : byte
{
    Unverified = 0,
    Verified = 1,

    /// <summary>The host name is listed in <see cref="RelaySettings.TrustedHosts"/>.</summary>
    Trusted = 2,
}
