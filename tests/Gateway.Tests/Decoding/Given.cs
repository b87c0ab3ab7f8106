using System.Text;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Decoding.EdgeRelayV1;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Decoding;

internal static class Given
{
    public static Instant Received { get; } = Instant.From(new DateTimeOffset(2026, 11, 22, 9, 31, 0, TimeSpan.Zero));

    private static EdgeRelayV1Decoder Decoder { get; } = new(new DecodeLimits());

    public static DecodeResult Decoded(Channel channel, string payload) => Decoded(channel, Encoding.UTF8.GetBytes(payload));

    public static DecodeResult Decoded(Channel channel, byte[] payload)
    {
        var result = new DecodeResult();
        Decoder.Decode(channel, payload, new Arrival(Received), result);
        return result;
    }

    public static Sample Sample(string payload)
    {
        var result = Decoded(Channel.Telemetry, payload);
        Assert.Empty(result.Faults);
        return Assert.IsType<Sample>(Assert.Single(result.Inputs));
    }

    public static DecodeFault Fault(Channel channel, string payload) => Fault(channel, Encoding.UTF8.GetBytes(payload));

    public static DecodeFault Fault(Channel channel, byte[] payload)
    {
        var result = Decoded(channel, payload);
        Assert.Empty(result.Inputs);
        return Assert.Single(result.Faults);
    }
}
