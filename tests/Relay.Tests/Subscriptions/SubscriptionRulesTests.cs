using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Tests.Subscriptions;

public sealed class SubscriptionRulesTests
{
    [Fact]
    public void A_dull_draft_has_no_fault() => Assert.Empty(SubscriptionRules.Check(Draft(), new RelaySettings()));

    [Fact]
    public void All_faults_are_found_at_once()
    {
        var draft = new SubscriptionDraft
        {
            Name = "",
            Url = "http://10.0.0.1/x",
            ContentType = "jsn",
            Email = "nobody",
            AuthType = "basic",
            Retry = "standrd",
            TimeoutSeconds = 31,
            MaxInFlight = 0,
            OnFailure = "stop",
        };

        var faults = SubscriptionRules.Check(draft, new RelaySettings());

        Assert.Equal(
            ["/name", "/url", "/url", "/content_type", "/email", "/auth/username", "/auth/password", "/delivery/retry", "/delivery/timeout_s",
                "/delivery/max_in_flight", "/delivery/on_failure"],
            faults.Select(f => f.Pointer));
        Assert.Equal(("json", "standard"), (faults[3].Nearest, faults[7].Nearest));
    }

    [Theory]
    [InlineData("ftp://example.com/", "url_invalid")]
    [InlineData("/hook", "url_invalid")]
    [InlineData("", "url_invalid")]
    [InlineData("https://exa mple.com/", "url_invalid")]
    [InlineData("https://example.com/#part", "url_invalid")]
    [InlineData("https://example.com/\r\nX: y", "url_invalid")]
    [InlineData("https://user:secret@example.com/", "url_userinfo")]
    [InlineData("http://example.com/", "url_not_https")]
    [InlineData("https://127.0.0.1/", "url_private_address")]
    [InlineData("https://2130706433/", "url_private_address")]
    [InlineData("https://0x7f.1/", "url_private_address")]
    [InlineData("https://[::1]/", "url_private_address")]
    [InlineData("https://[::ffff:10.0.0.1]/", "url_private_address")]
    [InlineData("https://localhost/", "url_private_address")]
    [InlineData("https://a.localhost./", "url_private_address")]
    public void A_bad_url_has_its_own_code(string url, string code)
    {
        var fault = Assert.Single(SubscriptionRules.Check(Draft() with { Url = url }, new RelaySettings()));

        Assert.Equal((code, "/url"), (fault.Code, fault.Pointer));
    }

    [Theory]
    [InlineData(1, null, "json", "/delivery/batch_max")]
    [InlineData(101, null, "json", "/delivery/batch_max")]
    [InlineData(10, null, "form", "/delivery/batch_max")]
    [InlineData(10, -1, "json", "/delivery/batch_wait_ms")]
    [InlineData(10, 60_001, "json", "/delivery/batch_wait_ms")]
    [InlineData(null, 1_000, "json", "/delivery/batch_wait_ms")]
    public void A_batch_has_its_limits_and_is_json(int? most, int? waitMs, string contentType, string pointer)
    {
        var draft = Draft() with { BatchMax = most, BatchWaitMs = waitMs, ContentType = contentType };

        Assert.Equal(pointer, Assert.Single(SubscriptionRules.Check(draft, new RelaySettings())).Pointer);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(100, 60_000)]
    [InlineData(100, null)]
    public void A_batch_within_its_limits_is_no_fault(int most, int? waitMs) =>
        Assert.Empty(SubscriptionRules.Check(Draft() with { BatchMax = most, BatchWaitMs = waitMs }, new RelaySettings()));

    [Fact]
    public void What_the_operator_allows_is_no_fault()
    {
        var settings = new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.1" };

        Assert.Empty(SubscriptionRules.Check(Draft() with { Url = "http://127.0.0.1:5000/hook" }, settings));
        Assert.Empty(SubscriptionRules.Check(Draft() with { Url = "http://localhost:5000/hook" }, settings));
    }

    [Theory]
    [InlineData("Bearer abc\r\nX-Evil: 1")]
    [InlineData("Bearer abc\n")]
    [InlineData("Bearer \u0000")]
    [InlineData("Bearer ä")]
    [InlineData(" Bearer abc")]
    [InlineData("a=b c")]
    [InlineData("")]
    public void A_header_value_that_is_not_plain_is_refused(string value)
    {
        var draft = Draft() with { AuthType = "header", AuthSecret = value };

        Assert.Equal("/auth/value", Assert.Single(SubscriptionRules.Check(draft, new RelaySettings())).Pointer);
    }

    [Theory]
    [InlineData("Basic bXl1c2VybmFtZTpteXBhc3N3b3Jk")]
    [InlineData("Token token=\"x y\"")]
    [InlineData("abc123")]
    public void A_plain_header_value_is_taken(string value) =>
        Assert.Empty(SubscriptionRules.Check(Draft() with { AuthType = "header", AuthSecret = value }, new RelaySettings()));

    private static SubscriptionDraft Draft() => new() { Name = "test", Url = "https://example.com/hooks" };
}
