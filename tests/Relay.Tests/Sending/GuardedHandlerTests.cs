using System.Net;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class GuardedHandlerTests
{
    /// <summary>Ways to write a loopback or private host. Each is called with the port of a listener that must stay untouched.</summary>
    public static TheoryData<string> Spellings =>
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.",
        "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "localhost", "LOCALHOST", "localhost.", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "0.0.0.0", "0", "127.255.255.254",
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]",
    ];

    [Theory, MemberData(nameof(Spellings))]
    public async Task No_spelling_of_a_private_host_is_connected_to(string host)
    {
        await using var sentinel = await WebhookReceiver.StartAsync();
        using var handler = new GuardedHandler(new EgressPolicy(new RelaySettings()), new RelaySettings());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}:{sentinel.Url.Port}/");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => handler.SendAsync(request, deadline.Token));

        Assert.Empty(sentinel.Requests);
    }

    [Fact]
    public async Task The_sentinel_would_notice()
    {
        await using var sentinel = await WebhookReceiver.StartAsync();
        using var handler = Allowing("127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://0177.1:{sentinel.Url.Port}/");

        using var response = await handler.SendAsync(request, CancellationToken.None);

        Assert.Single(sentinel.Requests);
    }

    [Fact]
    public async Task One_private_answer_among_public_ones_is_enough_to_refuse()
    {
        using var handler = Resolving("93.184.216.34", "127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://rebind.example:8080/");

        var error = await Assert.ThrowsAnyAsync<HttpRequestException>(() => handler.SendAsync(request, CancellationToken.None));

        Assert.IsType<EgressBlockedException>(error.InnerException);
    }

    [Fact]
    public async Task A_name_without_an_address_is_refused()
    {
        using var handler = Resolving();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://nowhere.example/");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => handler.SendAsync(request, CancellationToken.None));
    }

    [Theory]
    [InlineData(22), InlineData(25), InlineData(1023), InlineData(2375), InlineData(3306), InlineData(6379), InlineData(11211), InlineData(27017)]
    public async Task Ports_that_speak_no_http_are_refused(int port)
    {
        using var handler = Allowing("127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");

        var error = await Assert.ThrowsAnyAsync<HttpRequestException>(() => handler.SendAsync(request, CancellationToken.None));

        Assert.IsType<EgressBlockedException>(error.InnerException);
    }

    [Fact]
    public async Task The_hosts_own_listener_is_refused_except_for_its_inbox()
    {
        await using var own = await WebhookReceiver.StartAsync();
        var settings = new RelaySettings { AllowPrivateCidrs = "127.0.0.1" };
        var policy = new EgressPolicy(settings);
        policy.RefuseOwnListeners([new IPEndPoint(IPAddress.Loopback, own.Url.Port)], "/inbox/");
        using var handler = new GuardedHandler(policy, settings);

        using var inbox = await handler.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(own.Url, "/inbox/1")), CancellationToken.None);
        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => handler.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(own.Url, "/v1/webhooks")), CancellationToken.None));

        Assert.Equal("/inbox/1", Assert.Single(own.Requests).Target);
    }

    private static GuardedHandler Allowing(string cidrs)
    {
        var settings = new RelaySettings { AllowPrivateCidrs = cidrs };
        return new GuardedHandler(new EgressPolicy(settings), settings);
    }

    private static GuardedHandler Resolving(params string[] addresses) => new(
        new EgressPolicy(new RelaySettings()),
        new RelaySettings(),
        (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)));
}
