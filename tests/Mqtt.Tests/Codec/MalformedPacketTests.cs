using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Tests.Codec;

public sealed class MalformedPacketTests
{
    [Theory]
    [InlineData("", ReasonCode.MalformedPacket)]
    [InlineData("0005AA", ReasonCode.MalformedPacket)] // topic longer than the packet
    [InlineData("0001610000", ReasonCode.MalformedPacket)] // packet id 0
    [InlineData("0001610001", ReasonCode.Success)]
    [InlineData("0003612F230001", ReasonCode.TopicNameInvalid)] // a/#
    [InlineData("00012B0001", ReasonCode.TopicNameInvalid)] // +
    [InlineData("0001000001", ReasonCode.MalformedPacket)] // NUL
    [InlineData("00010A0001", ReasonCode.MalformedPacket)] // LF
    [InlineData("0002C2850001", ReasonCode.MalformedPacket)] // U+0085
    [InlineData("0002C3280001", ReasonCode.MalformedPacket)] // broken UTF-8
    [InlineData("0003EDA0800001", ReasonCode.MalformedPacket)] // a surrogate
    [InlineData("00000001", ReasonCode.ProtocolError)] // empty topic without alias
    public void Publish_of_3_1_1(string body, ReasonCode expected) =>
        Assert.Equal(expected, PublishCodec.Read(Convert.FromHexString(body), 2, 4, AllowedProperties.PublishToServer, out _));

    [Theory]
    [InlineData("00", ReasonCode.Success)]
    [InlineData("03230001", ReasonCode.Success)]
    [InlineData("03230000", ReasonCode.TopicAliasInvalid)] // alias 0
    [InlineData("06230001230001", ReasonCode.ProtocolError)] // alias twice
    [InlineData("020B01", ReasonCode.MalformedPacket)] // subscription id from a client
    [InlineData("020102", ReasonCode.ProtocolError)] // format indicator 2
    [InlineData("022101", ReasonCode.MalformedPacket)] // property of another packet
    [InlineData("027F01", ReasonCode.MalformedPacket)] // no property at all
    [InlineData("0226FF", ReasonCode.MalformedPacket)] // user property cut short
    [InlineData("7F", ReasonCode.MalformedPacket)] // block longer than the packet
    [InlineData("FFFFFFFF", ReasonCode.MalformedPacket)] // no variable integer
    [InlineData("0526000161", ReasonCode.MalformedPacket)]
    [InlineData("0408000123", ReasonCode.ProtocolError)] // response topic #
    public void Properties_of_a_5_0_publish(string properties, ReasonCode expected) =>
        Assert.Equal(
            expected,
            PublishCodec.Read(Convert.FromHexString("0001610001" + properties), 2, 5, AllowedProperties.PublishToServer, out _));

    [Theory]
    [InlineData("00044D515454040200000000", ReasonCode.Success)]
    [InlineData("00044D515454040300000000", ReasonCode.MalformedPacket)] // reserved flag
    [InlineData("00044D515454041A00000000", ReasonCode.MalformedPacket)] // will QoS 3
    [InlineData("00044D515454040A00000000", ReasonCode.MalformedPacket)] // will QoS without will
    [InlineData("00044D515454044200000000", ReasonCode.MalformedPacket)] // password without user name
    [InlineData("00044D51545404020000000000", ReasonCode.MalformedPacket)] // bytes left over
    [InlineData("00044D5154540402000000", ReasonCode.MalformedPacket)] // cut short
    [InlineData("00044D515454060200000000", ReasonCode.UnsupportedProtocolVersion)]
    [InlineData("00064D514973647003020000", ReasonCode.UnsupportedProtocolVersion)]
    [InlineData("00044D515458040200000000", ReasonCode.ProtocolError)] // MQTX
    [InlineData("00044D51545405020000032100000000", ReasonCode.ProtocolError)] // Receive Maximum 0
    public void Connect(string body, ReasonCode expected) =>
        Assert.Equal(expected, ConnectCodec.Read(Convert.FromHexString(body), out _, out _));

    [Theory]
    [InlineData(0x30, true)]
    [InlineData(0x36, false)] // QoS 3
    [InlineData(0x60, false)] // PUBREL without its bit
    [InlineData(0x62, true)]
    [InlineData(0x82, true)]
    [InlineData(0x80, false)]
    [InlineData(0xC1, false)]
    [InlineData(0x00, false)] // type 0
    public void Reserved_flags(byte first, bool lawful)
    {
        Assert.Equal(ReadStatus.Complete, FixedHeader.TryRead([first, 0], out var header));
        Assert.Equal(lawful, header.HasLawfulFlags);
    }

    [Theory]
    [InlineData("3080808080", nameof(ReadStatus.Malformed))]
    [InlineData("308000", nameof(ReadStatus.Malformed))] // longer than needed
    [InlineData("30FFFFFF7F", nameof(ReadStatus.Complete))]
    [InlineData("30FFFFFF", nameof(ReadStatus.NeedMore))]
    public void Announced_lengths(string bytes, string expected) =>
        Assert.Equal(expected, FixedHeader.TryRead(Convert.FromHexString(bytes), out _).ToString());

    [Fact]
    public void More_properties_than_are_kept_are_refused()
    {
        var properties = new PropertyList();
        for (var i = 0; i <= PropertyList.Maximum; i++)
        {
            properties.Add(Property.User("a", "b"));
        }

        var connect = Wire.Connect(5, properties: properties);

        Assert.Equal(ReasonCode.QuotaExceeded, ConnectCodec.Read(connect.AsSpan(3), out _, out _));
    }
}
