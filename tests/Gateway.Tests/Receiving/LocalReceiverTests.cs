using System.Net;
using EdgeRelay.Gateway.Commands;
using EdgeRelay.Gateway.Inbox;
using EdgeRelay.Gateway.Receiving;

namespace EdgeRelay.Gateway.Tests.Receiving;

public sealed class LocalReceiverTests
{
    private readonly List<ReceivedMessage> _received = [];

    [Fact]
    public async Task It_proves_its_url_and_takes_what_is_signed()
    {
        await using var receiver = await Start(new InboxScript());
        using var http = new HttpClient();

        Assert.Equal("abc_-.~", await http.GetStringAsync(receiver.Url + "?check=abc_-.~"));
        Assert.Equal(200, await Post(http, Signed.Request(receiver.Url, "m1")));
        Assert.Equal(401, await Post(http, Signed.Request(receiver.Url, "m2", signedBody: "{}")));

        Assert.Equal([true, false], _received.Select(m => m.Verdict!.Value.IsValid));
    }

    [Fact]
    public async Task It_fails_first_when_it_is_told_to()
    {
        await using var receiver = await Start(new InboxScript { FailFirst = 2, FailStatus = 503 });
        using var http = new HttpClient();

        var answers = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await Post(http, Signed.Request(receiver.Url, "m")));
        }

        Assert.Equal([503, 503, 200], answers);
    }

    [Fact]
    public async Task A_message_is_printed_as_a_line_or_as_an_object()
    {
        await using var receiver = await Start(new InboxScript());
        using var http = new HttpClient();
        await Post(http, Signed.Request(receiver.Url, "m1"));
        using var lines = new StringWriter();
        using var objects = new StringWriter();

        new MessagePrinter(lines, asJson: false, withBody: false).Print(_received[0]);
        new MessagePrinter(objects, asJson: true, withBody: false).Print(_received[0]);

        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3}  idle +truck-7 +#1  → 200  signed\r?\n$", lines.ToString());
        Assert.Contains("\"signature\":\"good\"", objects.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"body\":\"{\\\"head\\\"", objects.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port?", "--prot", "1")]
    [InlineData("--status takes a whole number from 200 to 599", "--status", "99")]
    [InlineData("it begins with whsec_", "--secret", "x")]
    [InlineData("it is hex", "--scheme", "onfleet", "--secret", "x")]
    [InlineData("There is no scheme \"md5\"", "--scheme", "md5")]
    public async Task A_mistyped_command_says_what_is_wrong(string expected, params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(ExitCodes.Usage, await ReceiveCommand.Run(args, output, errors));
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    private Task<LocalReceiver> Start(InboxScript script) => LocalReceiver.Start(
        new ReceiverOptions(new IPEndPoint(IPAddress.Loopback, 0), [Signed.Secret], script), _received.Add, TimeProvider.System);

    private static async Task<int> Post(HttpClient http, HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }
}
