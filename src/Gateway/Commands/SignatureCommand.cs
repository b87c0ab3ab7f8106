using System.Globalization;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Signs a body, or says whether a signature is good and, if not, why.</summary>
internal static class SignatureCommand
{
    private const string Usage = """
        usage: edgerelay signature sign   --secret whsec_… [--scheme NAME] [--id ID] [--timestamp UNIX] [--body FILE]
               edgerelay signature verify --secret whsec_… [--scheme NAME] --id ID --timestamp UNIX --signature 'v1,…' [--body FILE]

          The body comes from standard input without --body. The secret may be in EDGERELAY_WEBHOOK_SECRET instead.
          --scheme is the webhook's (standard); the secret is as GET /v1/webhooks/{id}/secret shows it. --signature is the whole header;
          --id is signed by standard and svix alone, --timestamp by these and samsara.
          sign prints the headers. verify ends with exit code 0 when the signature is good, with 1 when it is not.

          edgerelay signature sign --secret $SECRET --body body.json
          curl -d @body.json -H "$(edgerelay signature sign … | sed -n 1p)" …
          edgerelay signature verify --secret $SECRET --id msg_1 --timestamp 1614265330 --signature "$S" < body.json
        """;

    public static int Run(string[] args, Stream input, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var given = CommandArguments.Parse(args, ["--secret", SchemeOption.Name, "--id", "--timestamp", "--signature", "--body"], []);
        var scheme = SchemeOption.Of(given);
        var secret = given.Text("--secret") ?? Environment.GetEnvironmentVariable(ReceiveCommand.SecretVariable);
        var fault = given.Fault
            ?? (given.Rest is ["sign" or "verify"] ? null : "Say sign or verify.")
            ?? (scheme is null ? SchemeOption.Fault(given) : null)
            ?? (secret is null ? "--secret is needed."
                : SigningSecret.KeyFor(scheme!.Value, secret) is null ? $"The secret is none: {SignatureCheck.SecretForm(scheme.Value)}."
                : null);
        if (fault is not null)
        {
            errors.WriteLine("edgerelay signature: " + fault);
            errors.WriteLine(Usage);
            return ExitCodes.Usage;
        }

        try
        {
            var body = ReadBody(given.Text("--body"), input);
            return given.Rest[0] == "sign"
                ? Sign(given, scheme!.Value, secret!, body, output, errors, clock)
                : Verify(given, scheme!.Value, secret!, body, output, errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine("edgerelay signature: " + error.Message);
            return ExitCodes.Error;
        }
    }

    private static int Sign(
        CommandArguments given, SignatureScheme scheme, string secret, byte[] body, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var id = given.Text("--id") ?? "msg_" + Guid.NewGuid().ToString("N");
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        if (given.Text("--timestamp") is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out timestamp))
        {
            errors.WriteLine($"edgerelay signature: --timestamp takes Unix seconds, not \"{text}\".");
            return ExitCodes.Usage;
        }

        var (headers, seconds) = (SchemeHeaders.Of(scheme), timestamp.ToString(CultureInfo.InvariantCulture));
        var signature = SignatureCheck.Sign(scheme, SigningSecret.KeyFor(scheme, secret)!, id, timestamp, body);
        if (headers.Id is { } idName)
        {
            output.WriteLine($"{idName}: {id}");
        }

        if (headers.Timestamp is { } timestampName)
        {
            output.WriteLine($"{timestampName}: {seconds}");
        }

        output.WriteLine($"{headers.Signature}: {(headers.TimestampPrefix is { } prefix ? $"{prefix}{seconds}{headers.Separator}" : "")}{signature}");
        return ExitCodes.Ok;
    }

    private static int Verify(
        CommandArguments given, SignatureScheme scheme, string secret, byte[] body, TextWriter output, TextWriter errors)
    {
        var headers = SchemeHeaders.Of(scheme);
        var verdict = SignatureCheck.Verify(
            scheme,
            secret,
            name => given.Text(name == headers.Id ? "--id" : name == headers.Timestamp ? "--timestamp" : "--signature"),
            body,
            now: null);
        if (verdict.IsValid)
        {
            output.WriteLine("The signature is good.");
            return ExitCodes.Ok;
        }

        errors.WriteLine($"The signature is not good: {verdict.Reason}.");
        return ExitCodes.Error;
    }

    private static byte[] ReadBody(string? file, Stream input)
    {
        if (file is not null and not "-")
        {
            return File.ReadAllBytes(file);
        }

        using var body = new MemoryStream();
        input.CopyTo(body);
        return body.ToArray();
    }
}
