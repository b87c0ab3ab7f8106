using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Tests.Subscriptions;

public sealed class SecretRotationTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_old_secret_signs_until_the_overlap_ends()
    {
        var rotated = SecretRotation.Rotate(Webhook("a"), "b", Hour, nowMs: 1_000)!;

        Assert.Equal(("b", 2), (rotated.Secret, rotated.Version));
        Assert.Equal([new OldSecret("a", 3_601_000)], SecretRotation.Signing(rotated, 3_600_999));
        Assert.Empty(SecretRotation.Signing(rotated, 3_601_000));
    }

    [Fact]
    public void Old_secrets_stand_in_the_order_of_their_ends()
    {
        var twice = SecretRotation.Rotate(SecretRotation.Rotate(Webhook("a"), "b", 2 * Hour, 0)!, "c", Hour, 0)!;

        Assert.Equal(["b", "a"], SecretRotation.Signing(twice, 0).Select(o => o.Secret));
    }

    [Fact]
    public void Without_an_overlap_all_old_secrets_end_at_once()
    {
        var leaked = SecretRotation.Rotate(SecretRotation.Rotate(Webhook("a"), "b", Hour, 0)!, "c", TimeSpan.Zero, 0)!;

        Assert.Equal("c", leaked.Secret);
        Assert.Empty(SecretRotation.Signing(leaked, 0));
    }

    [Fact]
    public void The_eleventh_old_secret_is_refused_until_one_has_ended()
    {
        var webhook = Webhook("0");
        for (var i = 1; i <= SecretRotation.MostOld; i++)
        {
            webhook = SecretRotation.Rotate(webhook, $"{i}", Hour, nowMs: i)!;
        }

        Assert.Null(SecretRotation.Rotate(webhook, "more", Hour, nowMs: 3_600_000));
        Assert.Equal(10, SecretRotation.Signing(SecretRotation.Rotate(webhook, "more", Hour, nowMs: 3_600_001)!, 3_600_001).Count);
    }

    private static Subscription Webhook(string secret) => new() { Name = "n", Url = "https://example.com/", UserName = "u", Secret = secret };
}
