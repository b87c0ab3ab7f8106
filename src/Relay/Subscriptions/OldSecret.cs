namespace EdgeRelay.Relay.Subscriptions;

/// <summary>A secret from before a rotation that still signs.</summary>
/// <param name="Secret">As <see cref="ISecretProtector"/> protected it.</param>
/// <param name="UntilMs">It signs before that time, Unix ms.</param>
public sealed record OldSecret(string Secret, long UntilMs);
