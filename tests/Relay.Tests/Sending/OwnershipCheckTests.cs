using System.Text;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class OwnershipCheckTests
{
    [Fact]
    public async Task A_receiver_that_echoes_the_value_passes_and_keeps_its_query()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(200, Body: Encoding.UTF8.GetBytes(r.Target.Split("check=")[1]));

        var verdict = await CheckAsync(receiver.Url + "?a=1");

        Assert.True(verdict.Passed);
        Assert.StartsWith("/hook?a=1&check=", Assert.Single(receiver.Requests).Target, StringComparison.Ordinal);
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

    private static async Task<OwnershipVerdict> CheckAsync(string url)
    {
        var settings = new RelaySettings { AllowPrivateCidrs = "127.0.0.1" };
        using var handler = new GuardedHandler(new EgressPolicy(settings), settings);
        Assert.True(EndpointUrl.TryParse(url, out var endpoint, out _));
        return await new OwnershipCheck(handler, TimeProvider.System).RunAsync(endpoint, CancellationToken.None);
    }
}
