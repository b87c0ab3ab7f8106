using System.Text.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.ForeignVerifiers;

/// <summary>
/// The official clients of Standard Webhooks and Svix judge what a gateway really sent: every type in every envelope, before, during and after a
/// rotation of the secret; in the soak run ten thousand messages. Their <c>verify</c> ends in <c>JSON.parse</c>, so forms are judged by what
/// <c>sign</c> gives.
/// </summary>
[Trait("speed", "slow")]
public sealed class ForeignVerifierTests
{
    /// <summary>How often each type is sent in each of the seven envelopes.</summary>
    private static readonly int Rounds = Seeds.Times(everyday: 1, soak: 120);

    /// <summary>Reads one JSON object per line from a file; prints a line per fault, then the numbers.</summary>
    private const string Judge = """
        const { readFileSync } = require("fs");
        const standard = require("standardwebhooks"), svix = require("svix");
        let verified = 0, refused = 0, compared = 0;
        for (const line of readFileSync(process.argv[1], "utf8").trim().split("\n")) {
          const { secrets, headers, body, form } = JSON.parse(line);
          const id = headers["webhook-id"], seconds = headers["webhook-timestamp"] ?? headers["svix-timestamp"];
          const given = headers["webhook-signature"] ?? headers["svix-signature"];
          for (const secret of secrets) {
            for (const client of [new standard.Webhook(secret), new svix.Webhook(secret)]) {
              if (form) {
                const ours = client.sign(id, new Date(seconds * 1000), body);
                if (given.split(" ").includes(ours)) { compared++; } else { console.log("form differs", id); }
                if (given.split(" ").includes(client.sign(id, new Date(seconds * 1000), body + "&x=1"))) { console.log("altered form taken", id); }
                continue;
              }
              const names = client instanceof svix.Webhook || headers["webhook-signature"] ? headers
                : { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": given };
              try { client.verify(body, names); verified++; } catch (error) { console.log("refused", id, error.message); }
              const late = String(Number(seconds) - 1);
              const lies = [
                [body + " ", names],
                [body.replace("\"test\":true", "\"test\":false"), names],
                [body, { ...names, "webhook-id": id + "x", "svix-id": id + "x" }],
                [body, { ...names, "webhook-timestamp": late, "svix-timestamp": late }],
                [body, { ...names, "webhook-signature": "v1,AAAA", "svix-signature": "v1,AAAA" }],
              ];
              for (const [lie, told] of lies) {
                try { client.verify(lie, told); console.log("altered message taken", id); } catch { refused++; }
              }
            }
          }
        }
        console.log(JSON.stringify({ verified, refused, compared }));
        """;

    [NpmFact("standardwebhooks", "svix")]
    public async Task The_official_clients_take_what_we_send_and_nothing_that_was_altered()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var gateway = await RunningGateway.Start();
        using var folder = new TemporaryFolder();
        var lines = new List<string>();
        foreach (var options in (string[])
            [
                "\"profile\":\"head_data\"",
                "\"profile\":\"standard\"",
                "\"profile\":\"cloudevents\"",
                "\"delivery\":{\"batch_max\":10}",
                "\"signature\":{\"scheme\":\"svix\"}",
                "\"content_type\":\"form\"",
                "\"content_type\":\"form\",\"form_style\":\"payload\"",
            ])
        {
            lines.AddRange(await Send(gateway, receiver, options));
        }

        var file = Path.Combine(folder.Path, "sent.ndjson");
        await File.WriteAllLinesAsync(file, lines);
        var result = await NpmTools.Node(Judge, file);

        // Two clients judge each message, those of a rotation by both secrets; a JSON message is altered in five ways.
        var checks = 2 * ((EventTypes.All.Count * Rounds) + 2);
        Assert.Equal(0, result.Status);
        Assert.Equal(
            $$"""{"verified":{{5 * checks}},"refused":{{5 * checks * 5}},"compared":{{2 * checks}}}""",
            result.Output.Trim());
    }

    /// <summary>One test message of each type, one more during a rotation, which both secrets must verify.</summary>
    private static async Task<List<string>> Send(RunningGateway gateway, WebhookReceiver receiver, string options)
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks", $$"""{"name":"judged","url":"{{receiver.Url}}","enabled":true,"events":["speed"],{{options}}}""");
        var place = $"/v1/webhooks/{made.GetProperty("id").GetInt64()}";
        var form = options.Contains("form", StringComparison.Ordinal);
        var secret = await SecretOf(gateway, place);
        var lines = new List<string>();
        foreach (var type in Enumerable.Repeat(EventTypes.All, Rounds).SelectMany(t => t))
        {
            lines.Add(await Test(gateway, receiver, place, type.Key, form, secret));
        }

        await gateway.Api.Post(place + "/rotate-secret");
        lines.Add(await Test(gateway, receiver, place, "speed", form, secret, await SecretOf(gateway, place)));
        return lines;
    }

    private static async Task<string> SecretOf(RunningGateway gateway, string place) =>
        (await gateway.Api.Get(place + "/secret")).GetProperty("secret").GetString()!;

    private static async Task<string> Test(
        RunningGateway gateway, WebhookReceiver receiver, string place, string type, bool form, params string[] secrets)
    {
        var test = await gateway.Api.Post(place + "/test", $$"""{"type":"{{type}}"}""");
        var id = test.GetProperty("event_id").GetString();
        while (true)
        {
            var requests = receiver.Requests;
            if (requests.FirstOrDefault(r => r.Text.Contains(id!, StringComparison.Ordinal)) is { } sent)
            {
                var headers = sent.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value);
                return JsonSerializer.Serialize(new { secrets, headers, body = sent.Text, form });
            }

            await receiver.WaitForAsync(requests.Count + 1);
        }
    }
}
