using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class WebhookSenderTests
{
    [Theory]
    [InlineData("myusername", "mypassword", "Basic bXl1c2VybmFtZTpteXBhc3N3b3Jk")]
    [InlineData("test", "123£", "Basic dGVzdDoxMjPCow==")]
    public async Task Basic_authorization_is_sent_and_masked_in_the_log(string user, string password, string expected)
    {
        var (request, attempt) = await SendAsync(
            _ => new ReceiverAnswer(200), s => (s.Auth, s.AuthUser, s.AuthSecret) = (AuthKind.Basic, user, "protected:" + password));

        Assert.Equal(expected, request.Header("Authorization"));
        Assert.Contains("Authorization: Basic ••••\n", attempt.RequestHeaders, StringComparison.Ordinal);
        Assert.DoesNotContain(request.Header("webhook-signature")![3..], attempt.RequestHeaders, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BodyFormat.Json)]
    [InlineData(BodyFormat.Form)]
    public async Task The_signature_covers_the_exact_bytes_sent(BodyFormat format)
    {
        var (request, attempt) = await SendAsync(_ => new ReceiverAnswer(200), s => s.ContentType = format);

        var content = Encoding.UTF8.GetBytes($"{request.Header("webhook-id")}.{request.Header("webhook-timestamp")}.{request.Text}");
        var hash = HMACSHA256.HashData(SigningSecret.KeyOf(RelayHost.Secret)!, content);
        Assert.Equal("v1," + Convert.ToBase64String(hash), request.Header("webhook-signature"));
        Assert.Equal(SHA256.HashData(request.Body), attempt.RequestSha256);
    }

    [Fact]
    public async Task A_form_message_has_the_brackets_of_its_tree()
    {
        var (request, _) = await SendAsync(_ => new ReceiverAnswer(200), s => s.ContentType = BodyFormat.Form);

        Assert.Equal("application/x-www-form-urlencoded", request.Header("Content-Type"));
        Assert.StartsWith("head%5Baccount_id%5D=123456&head%5Busername%5D=testusername&head%5Bref_id%5D=a&", request.Text, StringComparison.Ordinal);
        Assert.EndsWith("&data%5Bn%5D=1", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_fails_and_its_location_is_never_requested()
    {
        await using var elsewhere = await WebhookReceiver.StartAsync();

        var (_, attempt) = await SendAsync(_ => new ReceiverAnswer(307, new() { ["Location"] = elsewhere.Url.AbsoluteUri }));

        Assert.Equal((OutcomeClass.Failed, 307), (attempt.Outcome, attempt.Status));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_at_16_kib()
    {
        var (_, attempt) = await SendAsync(_ => new ReceiverAnswer(200, Body: new byte[1_000_000]));

        Assert.Equal(OutcomeClass.Delivered, attempt.Outcome);
        Assert.True(attempt.ResponseTruncated && attempt.ResponseBase64);
        Assert.Equal(16 * 1024, Convert.FromBase64String(attempt.ResponseBody!).Length);
    }

    [Fact]
    public async Task An_answer_that_is_not_text_is_kept_as_base64()
    {
        var (_, attempt) = await SendAsync(_ => new ReceiverAnswer(500, Body: [0xff, 0x00, 0x80]));

        Assert.Equal(("/wCA", true), (attempt.ResponseBody, attempt.ResponseBase64));
        Assert.Contains("retry at", attempt.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_beyond_16_kib_fail_the_attempt()
    {
        var (_, attempt) = await SendAsync(_ => new ReceiverAnswer(200, new() { ["X-Big"] = new string('x', 20_000) }));

        Assert.Equal(OutcomeClass.Failed, attempt.Outcome);
        Assert.Contains("headers", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_in_time_is_slow()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(200, HoldBack: Task.Delay(Timeout.Infinite));
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await receiver.WaitForAsync(1);

        host.Clock.Advance(TimeSpan.FromSeconds(15));

        await host.UntilAttemptsAsync(1);
        var attempt = Assert.Single(await host.StopAndReadLogAsync());
        Assert.Equal((OutcomeClass.Slow, "timed out after 15 s"), (attempt.Outcome, attempt.Reason));
        Assert.Equal(60, (host.Deliveries()[0].DueMs - host.Clock.GetUtcNow().ToUnixTimeMilliseconds()) / 1_000);
    }

    [Fact]
    public async Task A_broken_connection_fails_in_plain_words()
    {
        var (_, attempt) = await SendAsync(_ => new ReceiverAnswer(200, Abort: true));

        Assert.Equal((OutcomeClass.Failed, (int?)null), (attempt.Outcome, attempt.Status));
        Assert.Contains("connection", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_256_kib_fails_without_an_attempt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        var data = Encoding.UTF8.GetBytes($"{{\"n\":\"{new string('x', 256 * 1024)}\"}}");

        host.Publish(RelayHost.Message("a", webhook.Id) with { Data = data }, RelayHost.Message("a", webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal((DeliveryState.Failed, 0), (host.Deliveries()[0].State, host.Deliveries()[0].Attempts));
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_type_with_a_line_break_breaks_nothing_but_itself()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);

        host.Publish(RelayHost.Message("a", webhook.Id) with { Type = "x\r\nX-Evil: 1" }, RelayHost.Message("a", webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal(DeliveryState.Failed, host.Deliveries()[0].State);
        Assert.Null(Assert.Single(receiver.Requests).Header("X-Evil"));
    }

    [Fact]
    public async Task Three_refusals_by_the_guard_ask_for_a_new_verification()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(new Uri("http://169.254.169.254/latest"), s => (s.Retry, s.RetryWaits) = (RetryPreset.Custom, "1,1,1,1,1"));
        host.Publish(RelayHost.Message("a", webhook.Id));

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await host.UntilAttemptsAsync(attempt);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await host.Writer.UntilAsync(() => host.Stored(webhook.Id).Verification == Verification.Unverified);
        Assert.Equal(DeliveryState.Retrying, host.Deliveries()[0].State);
    }

    private static Task<(ReceivedRequest Request, AttemptRow Attempt)> SendAsync(
        Func<ReceivedRequest, ReceiverAnswer> script, Action<Subscription>? set = null) => OneAttempt.SendAsync(set, script);
}
