using System.Text;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

/// <summary>A token server that numbers its tokens, and a receiver that is told which token came.</summary>
public sealed class OAuthTests
{
    [Fact]
    public async Task The_token_is_asked_for_once_and_used_until_shortly_before_its_end()
    {
        await using var server = await TokenServer("\"expires_in\":3600");
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = Subscribe(host, receiver, server, new OAuthOptions("", "hooks:write", "fleet", InBody: false));

        await Deliver(host, receiver, webhook, 2);
        host.Clock.Advance(TimeSpan.FromSeconds(3_539));
        await Deliver(host, receiver, webhook, 3);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await Deliver(host, receiver, webhook, 4);

        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t1", "Bearer t2"], receiver.Requests.Select(r => r.Header("Authorization")));
        var asked = server.Requests[0];
        Assert.Equal("grant_type=client_credentials&scope=hooks%3Awrite&audience=fleet", asked.Text);
        Assert.Equal("Basic " + Convert.ToBase64String("fleet%3A1:s%C2%A3cret"u8), asked.Header("Authorization"));
        Assert.Equal(2, server.Count);
    }

    [Fact]
    public async Task A_client_may_stand_in_the_body()
    {
        await using var server = await TokenServer("\"expires_in\":\"60\"");
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = Subscribe(host, receiver, server, new OAuthOptions("", null, null, InBody: true));

        await Deliver(host, receiver, webhook, 1);

        Assert.Equal("grant_type=client_credentials&client_id=fleet%3A1&client_secret=s%C2%A3cret", server.Requests[0].Text);
        Assert.Null(server.Requests[0].Header("Authorization"));
    }

    [Fact]
    public async Task A_401_is_asked_again_once_with_a_new_token_in_the_same_attempt()
    {
        await using var server = await TokenServer("\"expires_in\":3600");
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(r.Header("Authorization") == "Bearer t1" ? 401 : 200);
        await using var host = await RelayHost.StartAsync();
        var webhook = Subscribe(host, receiver, server, new OAuthOptions("", null, null, InBody: false));

        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);

        Assert.Equal(["Bearer t1", "Bearer t2"], receiver.Requests.Select(r => r.Header("Authorization")));
        Assert.Equal(receiver.Requests[0].Body, receiver.Requests[1].Body);
        Assert.Equal(1, host.Deliveries()[0].Attempts);
        Assert.Equal(200, Assert.Single(await host.StopAndReadLogAsync()).Status);
    }

    [Fact]
    public async Task A_receiver_that_always_says_401_is_asked_twice_and_the_message_retried_later()
    {
        await using var server = await TokenServer("\"expires_in\":3600");
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(401);
        await using var host = await RelayHost.StartAsync();
        var webhook = Subscribe(host, receiver, server, new OAuthOptions("", null, null, InBody: false));

        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAttemptsAsync(1);

        Assert.Equal(2, receiver.Count);
        Assert.Equal((DeliveryState.Retrying, 401), (host.Deliveries()[0].State, host.Deliveries()[0].LastStatus));
    }

    [Theory]
    [InlineData(400, "{\"error\":\"invalid_client\"}", "no OAuth2 token: the token server answered 400")]
    [InlineData(200, "<html>", "no OAuth2 token: the token server's answer is no JSON")]
    [InlineData(200, "{}", "no OAuth2 token: the token server's answer has no access_token that can stand in a header")]
    [InlineData(200, "{\"access_token\":\"a\\r\\nX-Evil: 1\"}", "no OAuth2 token: the token server's answer has no access_token that can stand in a header")]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", "no OAuth2 token: the token server gave a token that is no bearer token")]
    [InlineData(302, "", "no OAuth2 token: the token server answered 302")]
    public async Task Without_a_token_nothing_is_sent_and_the_reason_told(int status, string answer, string reason)
    {
        await using var server = await WebhookReceiver.StartAsync();
        server.Script = _ => new ReceiverAnswer(status, Body: Encoding.UTF8.GetBytes(answer));
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = Subscribe(host, receiver, server, new OAuthOptions("", null, null, InBody: false));

        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAttemptsAsync(1);

        var attempt = Assert.Single(await host.StopAndReadLogAsync());
        Assert.Equal((OutcomeClass.Failed, reason), (attempt.Outcome, attempt.Reason));
        Assert.Equal(0, receiver.Count);
    }

    [Fact]
    public async Task A_token_server_that_refuses_is_not_asked_by_every_message()
    {
        await using var server = await WebhookReceiver.StartAsync();
        server.Script = _ => new ReceiverAnswer(503);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = Subscribe(host, receiver, server, new OAuthOptions("", null, null, InBody: false));

        host.Publish([.. Enumerable.Range(0, 8).Select(i => RelayHost.Message($"{i}", webhook.Id))]);
        await host.UntilAsync(DeliveryState.Retrying, 8);

        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task A_token_url_that_leads_to_a_private_address_is_not_called()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.Auth, s.AuthUser, s.AuthSecret, s.AuthOptions) = (
            AuthKind.Oauth2, "id", "protected:s", new OAuthOptions("http://169.254.169.254/token", null, null, false).Write()));

        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAttemptsAsync(1);

        Assert.Contains("refused by the egress guard", Assert.Single(await host.StopAndReadLogAsync()).Reason, StringComparison.Ordinal);
        Assert.Equal(0, receiver.Count);
    }

    private static async Task<WebhookReceiver> TokenServer(string more)
    {
        var server = await WebhookReceiver.StartAsync();
        var given = 0;
        server.Script = _ => new ReceiverAnswer(
            200, Body: Encoding.UTF8.GetBytes($$"""{"access_token":"t{{Interlocked.Increment(ref given)}}","token_type":"bearer",{{more}}}"""));
        return server;
    }

    private static Subscription Subscribe(RelayHost host, WebhookReceiver receiver, WebhookReceiver server, OAuthOptions options) =>
        host.Subscribe(receiver.Url, s => (s.Auth, s.AuthUser, s.AuthSecret, s.AuthOptions) = (
            AuthKind.Oauth2, "fleet:1", "protected:s£cret", (options with { TokenUrl = server.Url.AbsoluteUri }).Write()));

    private static async Task Deliver(RelayHost host, WebhookReceiver receiver, Subscription webhook, int upTo)
    {
        for (var i = receiver.Count; i < upTo; i++)
        {
            host.Publish(RelayHost.Message("a", webhook.Id));
            await host.UntilAsync(DeliveryState.Delivered, i + 1);
        }
    }
}
