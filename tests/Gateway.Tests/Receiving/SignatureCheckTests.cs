using System.Text;
using EdgeRelay.Gateway.Commands;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Relay.Subscriptions;
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
            var key = SigningSecret.KeyOf(Secret)!;
            var headers = new Dictionary<string, string>
            {
                ["webhook-id"] = Id,
                ["webhook-timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["webhook-signature"] = SignatureCheck.Sign(SignatureScheme.Standard, key, Id, timestamp, "{}"u8),
            };
            return SignatureCheck.Verify(SignatureScheme.Standard, Secret, headers.GetValueOrDefault, "{}"u8, clock.GetUtcNow());
        }
    }

    /// <summary>Vectors that their makers published, or that were computed by another program.</summary>
    [Theory]
    [InlineData("onfleet", "00112233445566778899aabbccddeeff", """{"triggerId":6}""", "bb86c282a064977cb0750ec12926b39406d9cc7215b1ebcbe624157ad3922602513df399f515a1f06ceed30c383caecd0651821cda28daa73c9ac481ba508d6f")]
    [InlineData("samsara", "c2VjcmV0", """{"eventType":"Ping"}""", "v1=23fccba8f3e62716fb7979601d2ef6128dad0439c54b9122d572fb83ade13001", "1587597109")]
    [InlineData("motive", "d9d36bea41c44ae49d1bfc4a48ba2abe", """["fault_code_closed"]""", "f04a8386a21a6cba0447024e83b3f0983352bb72")]
    [InlineData("github", "It's a Secret to Everybody", "Hello, World!", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("stripe", "testkey", Body, "t=1614265330,v1=36054eb30826b63cd8b5af4fed27bb974234ae36404259938bb633d333173855")]
    [InlineData("zubie", "testkey", Body, "WYaTtfxMBzktIw1cdlpGvn0n7w3p+Tt773smyv0OgY0=")]
    [InlineData("svix", Secret, Body, Signature)]
    public void Each_scheme_signs_and_checks_its_vector(string scheme, string secret, string body, string signature, string timestamp = Timestamp)
    {
        string[] options = ["--scheme", scheme, "--secret", secret, "--id", Id, "--timestamp", timestamp];

        var signed = Run(body, ["sign", .. options]);
        var good = Run(body, ["verify", .. options, "--signature", signature]);
        var bad = Run(body + " ", ["verify", .. options, "--signature", signature]);

        Assert.EndsWith(": " + signature + "\n", signed.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Ok, "The signature is good.\n", ""), good);
        Assert.Equal(ExitCodes.Error, bad.Code);
        Assert.Contains("does not fit the body", bad.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fleetio", "x", "the header X-Fleetio-Webhook-Signature is missing")]
    [InlineData("samsara", "c2VjcmV0", "the header X-Samsara-Timestamp is missing", "--signature", "v1=00")]
    [InlineData("stripe", "x", "has no t= with a number", "--signature", "v1=00")]
    [InlineData("github", "x", "no signature of version sha256", "--signature", "sha1=00")]
    [InlineData("svix", Secret, "the header svix-id is missing", "--signature", "v1,00")]
    public void What_is_missing_is_named_by_the_schemes_own_header(string scheme, string secret, string reason, params string[] more)
    {
        var (code, _, errors) = Run(Body, ["verify", "--scheme", scheme, "--secret", secret, .. more]);

        Assert.Equal(ExitCodes.Error, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--secret is needed", "sign")]
    [InlineData("There is no scheme \"none\"", "sign", "--secret", Secret, "--scheme", "none")]
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
