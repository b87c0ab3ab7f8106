using System.Net;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Messages of a running gateway for a program on this machine, as long as it runs.</summary>
internal static class ListenCommand
{
    private const string Usage = """
        usage: edgerelay listen --forward-to URL [options]   hand a gateway's events on to a program on this machine

          --events idle,speed   only these types (all)
          --print-secret        show the secret that the messages are signed with
          --server URL          the gateway (EDGERELAY_SERVER, else http://127.0.0.1:8080)
          --key KEY             its API key (EDGERELAY_KEY)
          --max N               end after N messages
          --body                print bodies too      --json   one JSON object a message instead

          The messages come by a webhook that is made for it and deleted at the end. They are answered 200 at once: what the program
          answers is shown, not sent back. The gateway's inbox must be on (EDGERELAY__INBOX__ENABLED).

          edgerelay listen --forward-to http://localhost:3000/hooks
          edgerelay listen --forward-to http://localhost:3000/hooks --events landmark_enter,landmark_leave
          edgerelay listen --forward-to http://localhost:3000/hooks --print-secret
        """;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        var given = CommandArguments.Parse(
            args, ["--forward-to", "--events", "--server", "--key", "--max"], ["--print-secret", "--body", "--json"]);
        var most = given.Number("--max", int.MaxValue, 1, int.MaxValue);
        var key = given.Text("--key") ?? Environment.GetEnvironmentVariable("EDGERELAY_KEY");
        var server = given.Text("--server") ?? Environment.GetEnvironmentVariable("EDGERELAY_SERVER") ?? "http://127.0.0.1:8080";
        var words = given.Text("--events")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var known = EventTypes.All.Select(t => t.Key).ToArray();
        Uri? gateway = null;
        Uri? target = null;
        var fault = given.Fault
            ?? (given.Rest is [var word, ..] ? $"\"{word}\" is not understood." : null)
            ?? (given.Text("--forward-to") is not { } to ? "--forward-to is needed." : IsHttp(to, out target) ? null : $"--forward-to takes an http or https URL, not \"{to}\".")
            ?? (IsHttp(server, out gateway) ? null : $"--server takes an http or https URL, not \"{server}\".")
            ?? (string.IsNullOrEmpty(key) ? "The gateway's API key is needed: --key, or EDGERELAY_KEY." : null)
            ?? (words.FirstOrDefault(w => EventTypes.Recognize(w) is null) is { } unknown
                ? $"\"{unknown}\" is no event type{(NearestWord.To(unknown, known) is { } nearest ? $"; {nearest}?" : ".")}"
                : null);
        if (fault is not null)
        {
            await errors.WriteLineAsync("edgerelay listen: " + fault);
            await errors.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        using var interruption = new Interruption();
        using var client = new GatewayClient(gateway!, key!);
        var events = words.Length == 0 ? known : [.. words.Select(w => EventTypes.Recognize(w)!.Key).Distinct()];
        try
        {
            await using var forwarding = new Forwarding(client, gateway!, target!);
            await forwarding.Begin(events, interruption.Token);
            await errors.WriteLineAsync($"webhook {forwarding.WebhookId} of {gateway} hands on to {target}; Ctrl+C ends and deletes it");
            if (given.Has("--print-secret"))
            {
                await output.WriteLineAsync(await forwarding.Secret(interruption.Token));
            }

            await Forward(forwarding, new MessagePrinter(output, given.Has("--json"), given.Has("--body")), most, errors, interruption.Token);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (GatewayRefusedException refused)
        {
            await errors.WriteLineAsync("edgerelay listen: " + refused.Message + Cure(refused.Status));
            return refused.Status == HttpStatusCode.Unauthorized ? ExitCodes.Unauthorized : ExitCodes.Error;
        }
        catch (HttpRequestException error)
        {
            await errors.WriteLineAsync($"edgerelay listen: no gateway answers at {gateway}: {error.Message} Name it by --server.");
            return ExitCodes.Unreachable;
        }
    }

    private static async Task Forward(Forwarding forwarding, MessagePrinter printer, int most, TextWriter errors, CancellationToken interrupted)
    {
        for (var count = 0; count < most;)
        {
            var forgotten = await forwarding.Next(
                (message, became) =>
                {
                    count++;
                    printer.Print(message, "  " + became);
                },
                interrupted);
            if (forgotten > 0)
            {
                await errors.WriteLineAsync($"{forgotten} messages came faster than they could be handed on, and are not shown; GET /v1/deliveries lists them");
            }
        }
    }

    private static string Cure(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => " The gateway's inbox must be on: EDGERELAY__INBOX__ENABLED=true.",
        HttpStatusCode.UnprocessableEntity =>
            " The gateway must be allowed to call its own inbox: EDGERELAY__RELAY__ALLOWHTTP=true and EDGERELAY__RELAY__ALLOWPRIVATECIDRS=127.0.0.1 on one machine, https else.",
        _ => "",
    };

    private static bool IsHttp(string text, out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
