using System.Text;
using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Tests.Decoding;

public sealed class TopicParserTests
{
    [Theory]
    [InlineData("telemetry", Channel.Telemetry)]
    [InlineData("bulk", Channel.Bulk)]
    [InlineData("heartbeat", Channel.Heartbeat)]
    [InlineData("dvir", Channel.Dvir)]
    [InlineData("driver", Channel.Driver)]
    [InlineData("status", Channel.Status)]
    [InlineData("cmd", Channel.Command)]
    [InlineData("ack", Channel.Acknowledgement)]
    public void Account_vehicle_and_channel_are_read(string name, Channel channel)
    {
        Assert.True(TopicParser.TryParse(Encoding.UTF8.GetBytes("edgerelay/v1/123456/Lkw Süd-7/" + name), out var address, out _));

        Assert.Equal(123456, address.AccountId);
        Assert.Equal("Lkw Süd-7", Encoding.UTF8.GetString(address.VehicleId));
        Assert.Equal(channel, address.Channel);
    }

    [Theory]
    [InlineData("")]
    [InlineData("edgerelay/v1")]
    [InlineData("edgerelay/v1/1/truck")]
    [InlineData("edgerelay/v2/1/truck/telemetry")]
    [InlineData("EdgeRelay/v1/1/truck/telemetry")]
    [InlineData("/edgerelay/v1/1/truck/telemetry")]
    [InlineData("edgerelay/v1/01/truck/telemetry")]
    [InlineData("edgerelay/v1/0/truck/telemetry")]
    [InlineData("edgerelay/v1/-1/truck/telemetry")]
    [InlineData("edgerelay/v1/x/truck/telemetry")]
    [InlineData("edgerelay/v1//truck/telemetry")]
    [InlineData("edgerelay/v1/1//telemetry")]
    [InlineData("edgerelay/v1/9999999999999999999/truck/telemetry")]
    [InlineData("edgerelay/v1/1/tr\nuck/telemetry")]
    [InlineData("edgerelay/v1/1/12345678901234567890123456789012345678901234567890123456789012345/telemetry")]
    public void Other_topics_are_refused(string topic)
    {
        Assert.False(TopicParser.TryParse(Encoding.UTF8.GetBytes(topic), out _, out var reason));
        Assert.Equal(DeadLetterReason.BadTopic, reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("telemetr")]
    [InlineData("Telemetry")]
    [InlineData("telemetry/")]
    [InlineData("telemetry/more")]
    public void A_channel_that_is_none_has_a_reason_of_its_own(string channel)
    {
        Assert.False(TopicParser.TryParse(Encoding.UTF8.GetBytes("edgerelay/v1/1/truck/" + channel), out _, out var reason));
        Assert.Equal(DeadLetterReason.UnknownChannel, reason);
    }

    [Fact]
    public void Every_reason_has_a_wire_name_in_snake_case()
    {
        var names = Enum.GetValues<DeadLetterReason>().Select(r => r.WireName()).ToList();

        Assert.All(names, n => Assert.Matches("^[a-z]+(_[a-z]+)*$", n));
        Assert.Equal(names.Count, names.Distinct().Count());
    }
}
