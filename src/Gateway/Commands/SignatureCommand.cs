using System.Globalization;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Signs a body, or says whether a signature is good and, if not, why.</summary>
internal static class SignatureCommand
{
    private const string Usage = """
        usage: edgerelay signature sign   --secret whsec_… [--id ID] [--timestamp UNIX] [--body FILE]
               edgerelay signature verify --secret whsec_… --id ID --timestamp UNIX --signature 'v1,…' [--body FILE]

          The body comes from standard input without --body. The secret may be in EDGERELAY_WEBHOOK_SECRET instead.
          sign prints the three headers. verify ends with exit code 0 when the signature is good, with 1 when it is not.

          edgerelay signature sign --secret $SECRET --body body.json
          curl -d @body.json -H "$(edgerelay signature sign … | sed -n 1p)" …
          edgerelay signature verify --secret $SECRET --id msg_1 --timestamp 1614265330 --signature "$S" < body.json
        """;

    public static int Run(string[] args, Stream input, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var given = CommandArguments.Parse(args, ["--secret", "--id", "--timestamp", "--signature", "--body"], []);
        var secret = given.Text("--secret") ?? Environment.GetEnvironmentVariable(ReceiveCommand.SecretVariable);
        var fault = given.Fault
            ?? (given.Rest is ["sign" or "verify"] ? null : "Say sign or verify.")
            ?? (secret is null ? "--secret is needed." : SigningSecret.KeyOf(secret) is null ? "The secret is none: whsec_ and 24 to 64 bytes in base64." : null);
        if (fault is not null)
        {
            errors.WriteLine("edgerelay signature: " + fault);
            errors.WriteLine(Usage);
            return ExitCodes.Usage;
        }

        try
        {
            var body = ReadBody(given.Text("--body"), input);
            return given.Rest[0] == "sign" ? Sign(given, secret!, body, output, errors, clock) : Verify(given, secret!, body, output, errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine("edgerelay signature: " + error.Message);
            return ExitCodes.Error;
        }
    }

    private static int Sign(
        CommandArguments given, string secret, byte[] body, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var id = given.Text("--id") ?? "msg_" + Guid.NewGuid().ToString("N");
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        if (given.Text("--timestamp") is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out timestamp))
        {
            errors.WriteLine($"edgerelay signature: --timestamp takes Unix seconds, not \"{text}\".");
            return ExitCodes.Usage;
        }

        output.WriteLine("webhook-id: " + id);
        output.WriteLine("webhook-timestamp: " + timestamp.ToString(CultureInfo.InvariantCulture));
        output.WriteLine("webhook-signature: " + SignatureCheck.Sign(SigningSecret.KeyOf(secret)!, id, timestamp, body));
        return ExitCodes.Ok;
    }

    private static int Verify(CommandArguments given, string secret, byte[] body, TextWriter output, TextWriter errors)
    {
        var verdict = SignatureCheck.Verify(secret, name => given.Text("--" + name["webhook-".Length..]), body, now: null);
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
