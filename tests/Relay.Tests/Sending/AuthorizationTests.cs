using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class AuthorizationTests
{
    [Theory]
    [InlineData(AuthKind.Bearer, "abc.DEF-123_~+/==", "Bearer abc.DEF-123_~+/==", "Bearer ••••")]
    [InlineData(AuthKind.Header, "Token a b c", "Token a b c", "Token ••••")]
    [InlineData(AuthKind.Header, "justakey", "justakey", "••••")]
    public async Task What_is_configured_is_sent_and_masked_in_the_log(AuthKind kind, string secret, string sent, string logged)
    {
        var (request, attempt) = await OneAttempt.SendAsync(s => (s.Auth, s.AuthSecret) = (kind, "protected:" + secret));

        Assert.Equal(sent, request.Header("Authorization"));
        Assert.Contains($"Authorization: {logged}\n", attempt.RequestHeaders, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, attempt.RequestHeaders, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_headers_are_sent_and_the_secret_ones_masked_in_the_log()
    {
        var headers = CustomHeader.Write(
            [new CustomHeader("X-Tenant", "north, 7; a=\"b\"", false), new CustomHeader("X-Api-Key", "protected:s3cret", true)]);

        var (request, attempt) = await OneAttempt.SendAsync(s => s.Headers = headers);

        Assert.Equal(("north, 7; a=\"b\"", "s3cret"), (request.Header("X-Tenant"), request.Header("X-Api-Key")));
        Assert.Contains("X-Tenant: north, 7; a=\"b\"\nX-Api-Key: ••••\n", attempt.RequestHeaders, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Good", "a\r\nX-Evil: 1")]
    [InlineData("X-Good", "a\nb")]
    [InlineData("X-Good", "a\0b")]
    [InlineData("X-Good", "é")]
    [InlineData("X Bad", "a")]
    [InlineData("Host", "evil.example")]
    [InlineData("Content-Length", "0")]
    [InlineData("webhook-signature", "v1,x")]
    public async Task What_came_into_the_database_by_another_way_is_checked_again_before_it_is_sent(string name, string value)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var good = host.Subscribe(receiver.Url);
        var bad = host.Subscribe(receiver.Url, s => s.Headers = CustomHeader.Write([new CustomHeader(name, value, false)]));

        host.Publish(RelayHost.Message("a", good.Id, bad.Id));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Pending], host.Deliveries().Select(d => d.State));
        Assert.Single(receiver.Requests);
    }

    [Theory]
    [InlineData(AuthKind.Header, "a\r\nX-Evil: 1")]
    [InlineData(AuthKind.Bearer, "a\r\nX-Evil: 1")]
    [InlineData(AuthKind.Bearer, "a b")]
    public async Task So_is_an_authorization(AuthKind kind, string secret)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var good = host.Subscribe(receiver.Url);
        var bad = host.Subscribe(receiver.Url, s => (s.Auth, s.AuthSecret) = (kind, "protected:" + secret));

        host.Publish(RelayHost.Message("a", good.Id, bad.Id));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Single(receiver.Requests);
    }
}
