using System.Text;
using System.Text.Json;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class OwnershipCheckTests
{
    [Theory]
    [InlineData("", "?check=")]
    [InlineData("?a=1", "?a=1&check=")]
    [InlineData("?a=b%20c&d=%C3%A9&e=1+2&f='x'&&g", "?a=b%20c&d=%C3%A9&e=1+2&f='x'&&g&check=")]
    [InlineData("?check=mine", "?check=mine&check=")]
    public async Task A_receiver_that_echoes_the_value_passes_and_keeps_its_query(string query, string asked)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(200, Body: Encoding.UTF8.GetBytes(r.Target[(r.Target.LastIndexOf('=') + 1)..]));

        var verdict = await CheckAsync(receiver.Url + query, s => (s.Auth, s.AuthSecret) = (AuthKind.Bearer, "protected:secret"));

        Assert.True(verdict.Passed);
        var request = Assert.Single(receiver.Requests);
        Assert.Equal("/hook" + asked, request.Target[..^32]);
        Assert.Null(request.Header("Authorization")); // credentials are for a receiver that has proven itself
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(200, " ")]
    [InlineData(200, "\n")]
    [InlineData(201, "")]
    [InlineData(302, "")]
    public async Task Anything_else_does_not(int status, string behind)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(
            status, Body: status is 204 ? null : Encoding.UTF8.GetBytes(r.Target.Split("check=")[1] + behind));

        var verdict = await CheckAsync(receiver.Url.AbsoluteUri);

        Assert.False(verdict.Passed);
        Assert.Equal(status, verdict.Status);
    }

    [Fact]
    public async Task An_endless_answer_does_not_pass_and_is_not_read_to_its_end()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(200, Body: new byte[50_000_000]);

        Assert.False((await CheckAsync(receiver.Url.AbsoluteUri)).Passed);
    }

    [Fact]
    public async Task A_challenge_is_a_signed_post_and_passes_when_its_value_comes_back()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(200, Body: Encoding.UTF8.GetBytes(ValueIn(r)));

        var verdict = await CheckAsync(receiver.Url + "?a=1", s => s.Ownership = OwnershipMethod.Challenge);

        Assert.True(verdict.Passed);
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", "/hook?a=1", "application/json"), (request.Method, request.Target, request.Header("Content-Type")));
        byte[] content = [.. Encoding.UTF8.GetBytes($"{request.Header("webhook-id")}.{request.Header("webhook-timestamp")}."), .. request.Body];
        var signature = RequestSigner.Compute(SignatureScheme.Standard, SigningSecret.KeyOf(RelayHost.Secret)!, content);
        Assert.Equal("v1," + signature, request.Header("webhook-signature"));
    }

    [Theory]
    [InlineData(200, "\n")]
    [InlineData(202, "")]
    public async Task A_challenge_that_is_answered_otherwise_does_not_pass(int status, string behind)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(status, Body: Encoding.UTF8.GetBytes(ValueIn(r) + behind));

        Assert.False((await CheckAsync(receiver.Url.AbsoluteUri, s => s.Ownership = OwnershipMethod.Challenge)).Passed);
    }

    [Theory]
    [InlineData(200, "fleet.example", true)]
    [InlineData(204, "*", true)]
    [InlineData(200, "FLEET.example", true)]
    [InlineData(200, "other.example", false)]
    [InlineData(200, null, false)]
    [InlineData(405, "*", false)]
    public async Task A_receiver_of_cloud_events_names_the_origin_that_it_allows(int status, string? allowed, bool passes)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(status, allowed is null ? null : new() { ["WebHook-Allowed-Origin"] = allowed });

        var verdict = await CheckAsync(receiver.Url.AbsoluteUri, s => s.Ownership = OwnershipMethod.Cloudevents);

        Assert.Equal(passes, verdict.Passed);
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("OPTIONS", "fleet.example"), (request.Method, request.Header("WebHook-Request-Origin")));
    }

    private static string ValueIn(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("verification").GetString()!;

    private static async Task<OwnershipVerdict> CheckAsync(string url, Action<Subscription>? set = null)
    {
        var settings = new RelaySettings { AllowPrivateCidrs = "127.0.0.1", Origin = "fleet.example" };
        using var handler = new GuardedHandler(new EgressPolicy(settings), settings);
        var subscription = new Subscription { Name = "n", Url = url, UserName = "u", Secret = "protected:" + RelayHost.Secret };
        set?.Invoke(subscription);
        return await new OwnershipCheck(handler, new PlainProtector(), settings, TimeProvider.System).RunAsync(subscription, CancellationToken.None);
    }
}
