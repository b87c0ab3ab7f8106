using System.Net;
using System.Net.Sockets;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;

namespace EdgeRelay.Relay.Tests.Sending;

/// <summary>Nothing that leaves the process reaches a private address, however it is written and whatever the name server says next.</summary>
public sealed class EgressGuardTests
{
    [Fact]
    public async Task No_spelling_of_a_private_address_is_reached_by_any_way_out()
    {
        await using var sentinel = RawReceiver.Start(IPAddress.Loopback);
        await using var sentinel6 = Socket.OSSupportsIPv6 ? RawReceiver.Start(IPAddress.IPv6Loopback, sentinel.Port) : null;
        using var outbound = new Outbound(new RelaySettings { AllowHttp = true }, PrivateSpellings.Resolve);

        Assert.InRange(PrivateSpellings.All.Count, 250, 1_000);
        foreach (var host in PrivateSpellings.All)
        {
            var url = $"http://{host}:{sentinel.Port}/hook";
            var webhook = Outbound.Webhook(url);

            // Saving advises where the text alone tells; the law is at the connection.
            Assert.True(!EndpointUrl.TryParse(url, out _, out _) || Check(url) || !IPAddress.TryParse(host.Trim('[', ']'), out _), host);
            foreach (var ownership in Enum.GetValues<OwnershipMethod>())
            {
                Assert.False((await outbound.VerifyAsync(webhook with { Ownership = ownership })).Passed, host);
            }

            foreach (var origin in (DeliveryOrigin[])[DeliveryOrigin.Test, DeliveryOrigin.Live])
            {
                Assert.True(await outbound.SendAsync(webhook, origin) is null or { Class: OutcomeClass.Blocked }, host);
            }

            var behindToken = Outbound.Webhook("https://203.0.114.1/") with
            {
                Auth = AuthKind.Oauth2,
                AuthUser = "id",
                AuthSecret = "protected:s",
                AuthOptions = new OAuthOptions(url, null, null, false).Write(),
            };
            var outcome = await outbound.SendAsync(behindToken);
            Assert.True(outcome is null || outcome.Value.Reason.Contains("refused by the egress guard", StringComparison.Ordinal), host);
        }

        Assert.Equal((0, 0), (sentinel.Connections, sentinel6?.Connections ?? 0));
    }

    [Fact]
    public async Task A_name_that_flips_between_a_good_and_a_private_address_reaches_the_private_one_never()
    {
        const int Flips = 1_000;
        await using var good = RawReceiver.Start(IPAddress.Parse("127.0.0.2"), closes: true);
        await using var sentinel = RawReceiver.Start(IPAddress.Loopback, good.Port);
        var asked = 0;
        IPAddress[] Flip(string host) => (asked++ % 4) switch
        {
            0 => [IPAddress.Parse("127.0.0.2")],
            1 => [IPAddress.Loopback],
            2 => [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback],
            _ => [IPAddress.Parse("::ffff:127.0.0.1")],
        };
        using var outbound = new Outbound(new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.2" }, Flip);
        var webhook = Outbound.Webhook($"http://rebind.example:{good.Port}/");

        var delivered = 0;
        for (var flip = 0; flip < Flips; flip++)
        {
            var outcome = await outbound.SendAsync(webhook);
            Assert.True(outcome is { Class: OutcomeClass.Delivered or OutcomeClass.Blocked }, outcome.ToString());
            delivered += outcome is { Class: OutcomeClass.Delivered } ? 1 : 0;
        }

        Assert.Equal((Flips, Flips / 4, 0), (asked, delivered, sentinel.Connections));
    }

    private static bool Check(string url) => SubscriptionRules.Check(
        new SubscriptionDraft { Name = "n", Url = url },
        new RelaySettings { AllowHttp = true }).Any(f => f.Code is "url_private_address" or "url_invalid");
}
