using System.Text;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class SignatureTests
{
    private const string First = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Second = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Official = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";

    [Theory]
    [InlineData(First, Official, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(Second, Official, "v1,hK4CWvngkaAwjY1pABLuUbOIkEJjW9tAapq1no4ojG0=")]
    [InlineData(First, "evt_1.1450210820." + FormBodyTests.Form, "v1,3bwdo0rxAsMAp7BWLoCC1iw0jw3D8gCzIw+Ed3PqExE=")]
    [InlineData(First, "evt_1.1450210820." + FormBodyTests.Json, "v1,Zyt6WDH7KcEAd6LFmxg2Qb30Kpqw73rbYl9kjuFYYTs=")]
    public void The_published_vectors_come_out(string secret, string content, string expected)
    {
        Assert.Equal(expected, Signature.Of(Encoding.UTF8.GetBytes(content), SigningSecret.KeyOf(secret)!, previousKey: null));
    }

    [Fact]
    public void During_a_rotation_both_secrets_sign()
    {
        var signature = Signature.Of(Encoding.UTF8.GetBytes(Official), SigningSecret.KeyOf(Second)!, SigningSecret.KeyOf(First)!);

        Assert.Equal("v1,hK4CWvngkaAwjY1pABLuUbOIkEJjW9tAapq1no4ojG0= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void A_new_secret_has_32_random_bytes()
    {
        var secret = SigningSecret.Create();

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, SigningSecret.KeyOf(secret)!.Length);
        Assert.NotEqual(secret, SigningSecret.Create());
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8G")]
    [InlineData("whsec_not base64 at all, but long enough")]
    public void What_is_no_secret_has_no_key(string text) => Assert.Null(SigningSecret.KeyOf(text));
}
