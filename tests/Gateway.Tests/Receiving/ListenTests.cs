using EdgeRelay.Gateway.Commands;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Gateway.Tests.Api;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Tests.Receiving;

[Collection(nameof(GatewayGroup))]
public sealed class ListenTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Messages_are_handed_on_as_they_came_and_the_webhook_is_gone_afterwards()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var target = gateway.DumbUrl();

        var code = await Listen(output, errors, "--forward-to", target, "--events", "idle,Posted-Speed", "--print-secret", "--max", "1");

        Assert.Equal((ExitCodes.Ok, ""), (code, code == ExitCodes.Ok ? "" : errors.ToString()));
        var handedOn = Assert.Single(gateway.Receiver.Requests, r => r.Method == "POST" && r.Target == new Uri(target).AbsolutePath);
        var secret = output.ToString().Split('\n')[0].Trim();
        Assert.Equal(SignatureVerdict.Valid, SignatureCheck.Verify(SignatureScheme.Standard, secret, handedOn.Header, handedOn.Body, DateTimeOffset.UtcNow));
        Assert.Equal("idle", handedOn.Header("EdgeRelay-Event"));
        Assert.Contains($"→ {target} 200", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            (await gateway.Api.Get("/v1/webhooks?q=listen&limit=200"))["data"].EnumerateArray(),
            w => w.GetProperty("name").GetString() == "edgerelay listen");
    }

    [Fact]
    public async Task A_wrong_key_and_a_gateway_that_is_not_there_are_told_apart()
    {
        using var errors = new StringWriter();

        Assert.Equal(
            ExitCodes.Unauthorized,
            await ListenCommand.Run(["--forward-to", "http://localhost:1/", "--server", gateway.Host.HttpAddress, "--key", "er_x"], TextWriter.Null, errors));
        Assert.Equal(
            ExitCodes.Unreachable,
            await ListenCommand.Run(["--forward-to", "http://localhost:1/", "--server", "http://127.0.0.1:9", "--key", "er_x"], TextWriter.Null, errors));
    }

    [Theory]
    [InlineData("--forward-to is needed")]
    [InlineData("landmark_enter?", "--forward-to", "http://localhost:1/", "--events", "landmark_entr")]
    [InlineData("--forward-to takes an http", "--forward-to", "localhost")]
    public async Task A_mistyped_command_says_what_is_wrong(string expected, params string[] args)
    {
        using var errors = new StringWriter();

        Assert.Equal(ExitCodes.Usage, await Listen(TextWriter.Null, errors, args));
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Listen(TextWriter output, TextWriter errors, params string[] args) =>
        ListenCommand.Run([.. args, "--server", gateway.Host.HttpAddress, "--key", gateway.Key], output, errors);
}
