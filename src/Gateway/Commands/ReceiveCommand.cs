using System.Net;
using EdgeRelay.Gateway.Inbox;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Commands;

/// <summary>A working receiver: run here, or written into a folder as the beginning of one's own.</summary>
internal static class ReceiveCommand
{
    /// <summary>Environment variable for the secret, so that it need not stand in the shell's history.</summary>
    public const string SecretVariable = "EDGERELAY_WEBHOOK_SECRET";

    private const string Usage = """
        usage: edgerelay receive [options]                   run a receiver here and print what comes
               edgerelay receive new --lang LANGUAGE FOLDER  write one: node, python, csharp, php, go or java

          --secret whsec_…   check signatures by it; may be given twice, or be in EDGERELAY_WEBHOOK_SECRET.
                             A request with a bad signature is answered 401
          --scheme NAME      how the webhook signs: standard, svix, onfleet, samsara, motive, github, stripe, zubie, fleetio
          --port N           where to listen (8090); 0 takes a free one      --host ADDRESS  (127.0.0.1)
          --status N         what to answer (200)   --delay-ms N   how late
          --fail-first N     the first N messages get --fail-status (500)   --fail-every N   so does every n-th
          --max N            end after N messages
          --body             print bodies too       --json         one JSON object a message instead

          edgerelay receive --secret $SECRET
          edgerelay receive --fail-first 2 --fail-status 503
          edgerelay receive --json --max 1 > message.json
        """;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["new", .. var rest])
        {
            return ReceiverTemplates.Write(rest, output, errors);
        }

        var given = CommandArguments.Parse(
            args,
            ["--secret", SchemeOption.Name, "--port", "--host", "--status", "--delay-ms", "--fail-first", "--fail-status", "--fail-every", "--max"],
            ["--body", "--json"]);
        var script = new InboxScript
        {
            Status = given.Number("--status", 200, 200, 599),
            DelayMs = given.Number("--delay-ms", 0, 0, 60_000),
            FailFirst = given.Number("--fail-first", 0, 0, 1_000_000),
            FailStatus = given.Number("--fail-status", 500, 200, 599),
            FailEvery = given.Number("--fail-every", 0, 0, 1_000_000),
        };
        var (port, most) = (given.Number("--port", 8_090, 0, 65_535), given.Number("--max", int.MaxValue, 1, int.MaxValue));
        IReadOnlyList<string> secrets = given.All("--secret") is { Count: > 0 } named ? named
            : Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret ? [secret] : [];
        var scheme = SchemeOption.Of(given);
        var fault = given.Fault
            ?? (scheme is null ? SchemeOption.Fault(given) : null)
            ?? (given.Rest is [var word, ..] ? $"\"{word}\" is not understood." : null)
            ?? (secrets.Any(s => SigningSecret.KeyFor(scheme!.Value, s) is null)
                ? $"The secret is none: {SignatureCheck.SecretForm(scheme!.Value)}; GET /v1/webhooks/{{id}}/secret shows it."
                : null);
        if (fault is not null || !IPAddress.TryParse(given.Text("--host") ?? "127.0.0.1", out var host))
        {
            await errors.WriteLineAsync("edgerelay receive: " + (fault ?? "--host takes an IP address."));
            await errors.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        using var interruption = new Interruption();
        return await Receive(
            new ReceiverOptions(new IPEndPoint(host, port), secrets, script, scheme!.Value),
            new MessagePrinter(output, given.Has("--json"), given.Has("--body")),
            most,
            errors,
            interruption.Token);
    }

    private static async Task<int> Receive(
        ReceiverOptions options, MessagePrinter printer, int most, TextWriter errors, CancellationToken interrupted)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await using var receiver = await LocalReceiver.Start(
                options,
                message =>
                {
                    if (message.Number <= most)
                    {
                        printer.Print(message);
                    }

                    if (message.Number >= most)
                    {
                        enough.TrySetResult();
                    }
                },
                TimeProvider.System);
            await errors.WriteLineAsync($"listening at {receiver.Url}   {(options.Secrets.Count == 0 ? "signatures are not checked: give --secret" : "signatures are checked")}");
            await enough.Task.WaitAsync(interrupted);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (IOException error)
        {
            await errors.WriteLineAsync($"edgerelay receive: {error.Message} Choose another port by --port.");
            return ExitCodes.Error;
        }
    }
}
