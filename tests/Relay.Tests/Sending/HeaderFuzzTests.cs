using System.Net;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

/// <summary>
/// Random names and values, good and evil. What saving accepts stands on the wire exactly as given and adds no other line; what it refuses is
/// refused again when a request is made, even if it came into the database by another way.
/// </summary>
public sealed class HeaderFuzzTests
{
    private const string Bad = "\r\n\0\t\u007f\u0085\u2028é字";
    private const string Good = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~";
    private const string TokenLetters = "abcdefXYZ0123456789-_.!#$%&'*+^`|~";

    private static readonly string[] KnownNames =
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "From", "If-Match", "If-Modified-Since", "If-Range", "Max-Forwards",
        "Pragma", "Range", "Referer", "Warning", "Forwarded", "Origin", "X-Api-Key", "X-Forwarded-For", "Host", "Content-Length", "Cookie",
        "Transfer-Encoding", "Expect", "webhook-id", "EdgeRelay-Event", "Authorization", "X-Hub-Signature",
    ];

    private static readonly string[] KnownValues =
    [
        "*/*", "text/html", "gzip", "gzip, br", "no-cache", "max-age=5", "a@b.example", "\"abc\"", "bytes=0-9", "https://a.example/", "10",
        "Sun, 06 Nov 1994 08:49:37 GMT", "de-DE", "chunked", "100-continue",
    ];

    [Fact]
    public async Task What_is_accepted_arrives_exactly_and_nothing_else_does()
    {
        var seed = Seeds.Next();
        var values = Seeds.Times(everyday: 10_000, soak: 1_000_000);
        var dice = new Random(seed);
        string[] lines = [];
        await using var receiver = RawReceiver.Start(IPAddress.Loopback, take: head => lines = head);
        using var outbound = new Outbound(
            new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.1" }, _ => [IPAddress.Loopback]);
        var webhook = Outbound.Webhook($"http://fuzz.example:{receiver.Port}/hook");
        await outbound.SendAsync(webhook);
        var fixedNames = NamesOf(lines);
        var accepted = 0;

        for (var tried = 0; tried < values;)
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < HeaderRules.Most && tried < values; i++, tried++)
            {
                var (name, value) = (NameFrom(dice), ValueFrom(dice));
                if (HeaderRules.Fault(name, value) is null)
                {
                    headers.TryAdd(name, value);
                }
                else if (tried % 50 == 0)
                {
                    Assert.NotNull(Outbound.FaultOf(webhook with { Headers = CustomHeader.Write([new CustomHeader(name, value, false)]) }));
                }
            }

            var outcome = await outbound.SendAsync(
                webhook with { Headers = CustomHeader.Write([.. headers.Select(h => new CustomHeader(h.Key, h.Value, false))]) });

            Assert.True(outcome is { Class: OutcomeClass.Delivered }, $"seed {seed}: {outcome}");
            var own = lines[1..].Where(l => !fixedNames.Contains(l.Split(':')[0])).Order(StringComparer.Ordinal);
            Assert.Equal(headers.Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal), own);
            Assert.Equal("POST /hook HTTP/1.1", lines[0]);
            Assert.Equal(1 + fixedNames.Count + headers.Count, lines.Length);
            accepted += headers.Count;
        }

        Assert.InRange(accepted, values / 10, values);
    }

    private static HashSet<string> NamesOf(string[] head) => [.. head[1..].Select(l => l.Split(':')[0])];

    private static string NameFrom(Random dice) => dice.Next(4) switch
    {
        0 => KnownNames[dice.Next(KnownNames.Length)],
        1 => Text(dice, TokenLetters + Bad + " :()", 12),
        _ => "X-" + Text(dice, TokenLetters, 12),
    };

    private static string ValueFrom(Random dice) => dice.Next(5) switch
    {
        0 => KnownValues[dice.Next(KnownValues.Length)],
        1 => Text(dice, Good + Bad, 40),
        2 => Text(dice, Good, 20) + "\r\nX-Evil: 1",
        _ => Text(dice, Good, 60),
    };

    private static string Text(Random dice, string letters, int most) =>
        string.Concat(Enumerable.Range(0, dice.Next(1, most)).Select(_ => letters[dice.Next(letters.Length)]));
}
