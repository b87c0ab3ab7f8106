using System.Text.Json;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>
/// Changes a signing secret without a gap: the old one signs on for a while, so that receivers can be given the new one in their own time.
/// Pure.
/// </summary>
public static class SecretRotation
{
    /// <summary>Old secrets that may sign at the same time. One more rotation is refused until one of them has ended.</summary>
    public const int MostOld = 10;

    /// <summary>Longest overlap.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    /// <summary>The overlap when nothing is said: a day, in which somebody can change a receiver's configuration.</summary>
    public static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);

    /// <summary>The old secrets that still sign, the soonest to end first.</summary>
    public static IReadOnlyList<OldSecret> Signing(Subscription subscription, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return subscription.OldSecrets is { } json
            ? [.. JsonSerializer.Deserialize<OldSecret[]>(json)!.Where(o => o.UntilMs > nowMs).OrderBy(o => o.UntilMs)]
            : [];
    }

    /// <param name="secret">The new secret, protected.</param>
    /// <param name="overlap">0 to <see cref="LongestOverlap"/>. 0 is for a secret that became known: all old ones end at once.</param>
    /// <returns>The subscription with the new secret; null when <see cref="MostOld"/> old ones still sign.</returns>
    public static Subscription? Rotate(Subscription subscription, string secret, TimeSpan overlap, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, LongestOverlap);
        if (overlap == TimeSpan.Zero)
        {
            return subscription with { Secret = secret, OldSecrets = null, Version = subscription.Version + 1 };
        }

        var old = Signing(subscription, nowMs);
        return old.Count >= MostOld ? null : subscription with
        {
            Secret = secret,
            OldSecrets = JsonSerializer.Serialize(
                (OldSecret[])[.. old, new OldSecret(subscription.Secret, nowMs + (long)overlap.TotalMilliseconds)]),
            Version = subscription.Version + 1,
        };
    }
}
