using System.Text;
using EdgeRelay.Gateway.Commands;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Receiving;

/// <summary>The tool that signs and checks, by the published vectors of Standard Webhooks.</summary>
public sealed class SignatureCheckTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Fact]
    public void The_published_vector_is_signed_as_published()
    {
        var (code, output, _) = Run(Body, "sign", "--secret", Secret, "--id", Id, "--timestamp", Timestamp);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal($"webhook-id: {Id}\nwebhook-timestamp: {Timestamp}\nwebhook-signature: {Signature}\n", output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(Signature)]
    [InlineData("v1,AAAA " + Signature)]
    public void A_good_signature_is_found_good_also_beside_another(string signature) =>
        Assert.Equal((ExitCodes.Ok, "The signature is good.\n", ""), Verify(Body, Secret, Id, signature));

    [Theory]
    [InlineData(Body + "\n", Secret, Id, Signature, "newline that was not sent")]
    [InlineData("""{"test":2432232314}""", Secret, Id, Signature, "parsed and written again?")]
    [InlineData(Body, "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", Id, Signature, "another secret")]
    [InlineData(Body, Secret, "other", Signature, "does not fit")]
    [InlineData(Body, Secret, Id, "v1a,xyz", "no signature of version v1")]
    public void A_bad_one_is_found_bad_with_a_reason(string body, string secret, string id, string signature, string reason)
    {
        var (code, _, errors) = Verify(body, secret, id, signature);

        Assert.Equal(ExitCodes.Error, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_old_is_refused_by_a_receiver_with_a_clock()
    {
        var clock = new ManualClock();
        var sent = clock.GetUtcNow().ToUnixTimeSeconds() - SignatureCheck.ToleranceSeconds;

        Assert.True(VerdictAt(sent).IsValid);
        Assert.Contains("301 s away", VerdictAt(sent - 1).Reason, StringComparison.Ordinal);

        SignatureVerdict VerdictAt(long timestamp)
        {
            var key = EdgeRelay.Relay.Subscriptions.SigningSecret.KeyOf(Secret)!;
            var headers = new Dictionary<string, string>
            {
                ["webhook-id"] = Id,
                ["webhook-timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["webhook-signature"] = SignatureCheck.Sign(key, Id, timestamp, "{}"u8),
            };
            return SignatureCheck.Verify(Secret, headers.GetValueOrDefault, "{}"u8, clock.GetUtcNow());
        }
    }

    [Theory]
    [InlineData("--secret is needed", "sign")]
    [InlineData("The secret is none", "sign", "--secret", "x")]
    [InlineData("--signature?", "verify", "--signatur", "x")]
    [InlineData("Say sign or verify", "sing", "--secret", Secret)]
    public void A_mistyped_command_says_what_is_wrong(string expected, params string[] args)
    {
        var (code, _, errors) = Run("", args);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Verify(string body, string secret, string id, string signature) =>
        Run(body, "verify", "--secret", secret, "--id", id, "--timestamp", Timestamp, "--signature", signature);

    private static (int Code, string Output, string Errors) Run(string body, params string[] args)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = SignatureCommand.Run(args, input, output, errors, TimeProvider.System);
        return (code, output.ToString(), errors.ToString());
    }
}
