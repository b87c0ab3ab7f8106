using System.Text.Json;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class EnvelopeTests
{
    [Fact]
    public async Task The_head_has_its_nine_fields_in_order()
    {
        var (request, _) = await OneAttempt.SendAsync();

        var head = JsonDocument.Parse(request.Text).RootElement.GetProperty("head");
        Assert.Equal(
            ["account_id", "username", "ref_id", "type", "webhook_id", "retry_count", "queue_depth", "enqueue_time", "request_time"],
            head.EnumerateObject().Select(p => p.Name));
        Assert.EndsWith(",\"data\":{\"n\":1}}", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_profile_of_standard_webhooks_has_type_timestamp_and_data()
    {
        var (request, _) = await OneAttempt.SendAsync(s => s.Profile = BodyProfile.Standard);

        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("""{"type":"opened","timestamp":"2015-12-15T20:20:18.000Z","data":{"n":1}}""", request.Text);
    }

    [Fact]
    public async Task A_cloud_event_has_the_attributes_of_version_1()
    {
        var (request, _) = await OneAttempt.SendAsync(s => s.Profile = BodyProfile.Cloudevents);

        Assert.Equal("application/cloudevents+json", request.Header("Content-Type"));
        Assert.Equal(
            $$$"""
            {"specversion":"1.0","id":"{{{request.Header("webhook-id")}}}","source":"/accounts/123456","type":"com.edgerelay.opened.v1","subject":"a","time":"2015-12-15T20:20:18.000Z","sequence":"1","datacontenttype":"application/json","data":{"n":1}}
            """,
            request.Text);
    }

    [Fact]
    public async Task A_form_of_the_standard_profile_is_its_tree()
    {
        var (request, _) = await OneAttempt.SendAsync(s => (s.Profile, s.ContentType) = (BodyProfile.Standard, BodyFormat.Form));

        Assert.Equal("type=opened&timestamp=2015-12-15T20%3A20%3A18.000Z&data%5Bn%5D=1", request.Text);
    }

    [Fact]
    public async Task The_payload_form_holds_the_json_in_one_field()
    {
        var (request, _) = await OneAttempt.SendAsync(s => (s.Profile, s.ContentType, s.FormStyle) = (BodyProfile.Standard, BodyFormat.Form, FormStyle.Payload));

        Assert.Equal(
            """payload={"type":"opened","timestamp":"2015-12-15T20:20:18.000Z","data":{"n":1}}""",
            Uri.UnescapeDataString(request.Text));
    }

    [Theory]
    [InlineData(SignatureScheme.Standard, BodyProfile.Cloudevents, BodyFormat.Json, "webhook-signature")]
    [InlineData(SignatureScheme.Svix, BodyProfile.HeadData, BodyFormat.Form, "svix-signature")]
    [InlineData(SignatureScheme.Samsara, BodyProfile.Standard, BodyFormat.Json, "X-Samsara-Signature")]
    [InlineData(SignatureScheme.Onfleet, BodyProfile.Standard, BodyFormat.Form, "X-Onfleet-Signature")]
    [InlineData(SignatureScheme.Stripe, BodyProfile.HeadData, BodyFormat.Json, "Stripe-Signature")]
    public async Task Whatever_the_envelope_the_bytes_on_the_wire_are_what_is_signed(
        SignatureScheme scheme, BodyProfile profile, BodyFormat format, string header)
    {
        var (request, attempt) = await OneAttempt.SendAsync(s => (s.SignatureScheme, s.Profile, s.ContentType) = (scheme, profile, format));

        var seconds = attempt.StartedMs / 1_000;
        var prefix = scheme switch
        {
            SignatureScheme.Standard or SignatureScheme.Svix => $"{request.Header("webhook-id")}.{seconds}.",
            SignatureScheme.Samsara => $"v1:{seconds}:",
            SignatureScheme.Stripe => $"{seconds}.",
            _ => "",
        };
        var key = SigningSecret.KeyFor(scheme, SigningSecret.TextFor(scheme, RelayHost.Secret))!;
        byte[] content = [.. System.Text.Encoding.UTF8.GetBytes(prefix), .. request.Body];
        Assert.EndsWith(Relay.Sending.RequestSigner.Compute(scheme, key, content), request.Header(header), StringComparison.Ordinal);
    }
}
