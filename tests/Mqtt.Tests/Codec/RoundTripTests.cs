using System.Text;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeRelay.Mqtt.Tests.Codec;

/// <summary>What is written reads back as it was, in both versions; any bytes at all give a result.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<string> Name =
        Gen.Choose(1, 30).SelectMany(length => Gen.ArrayOf(Gen.Elements("abcXYZ0189/._-äß漢😀".EnumerateRunes().ToArray()), length))
            .Select(runes => string.Concat(runes));

    private static readonly Gen<byte[]> Bytes = Gen.Choose(0, 300).SelectMany(length => Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), length));

    private static readonly Gen<byte> Version = Gen.Elements(ProtocolVersion.V311, ProtocolVersion.V5);

    [Fact]
    public void Connect()
    {
        var packets =
            from version in Version
            from id in Name
            from user in Gen.OneOf(Gen.Constant<string?>(null), Name.Select(n => (string?)n))
            from password in Bytes
            from topic in Name
            from payload in Bytes
            from flags in Gen.Choose(0, 31)
            from keepAlive in Gen.Choose(0, 65_535)
            select new ConnectPacket
            {
                Version = version,
                ClientId = id,
                CleanStart = (flags & 1) != 0,
                KeepAliveSeconds = (ushort)keepAlive,
                UserName = user,
                Password = user is null ? null : password,
                Will = (flags & 2) == 0 ? null : new WillMessage
                {
                    Topic = Encoding.UTF8.GetBytes(topic),
                    Payload = payload,
                    Qos = (QualityOfService)(flags % 3),
                    Retain = (flags & 4) != 0,
                    Properties = version == 5 ? new PropertyList().With(PropertyId.WillDelayInterval, 7).With(PropertyId.ContentType, "json") : new(),
                },
                Properties = version == 5
                    ? new PropertyList().With(PropertyId.ReceiveMaximum, 9).With(PropertyId.SessionExpiryInterval, uint.MaxValue)
                    : new PropertyList(),
            };

        Prop.ForAll(packets.ToArbitrary(), packet =>
        {
            var writer = new PacketWriter();
            ConnectCodec.Write(writer, packet);
            var bytes = writer.End().ToArray();

            Assert.Equal(ReasonCode.Success, ConnectCodec.Read(Body(bytes), out var read, out _));

            Assert.Equal((packet.ClientId, packet.CleanStart, packet.KeepAliveSeconds, packet.UserName), (read!.ClientId, read.CleanStart, read.KeepAliveSeconds, read.UserName));
            ConnectCodec.Write(writer, read);
            Assert.Equal(bytes, writer.End().ToArray());
        }).MustHold();
    }

    [Fact]
    public void Publish()
    {
        var packets =
            from version in Version
            from topic in Name
            from payload in Bytes
            from qos in Gen.Choose(0, 2)
            from id in Gen.Choose(1, 65_535)
            from retain in Gen.Elements(true, false)
            select (version, topic, payload, (QualityOfService)qos, (ushort)id, retain);

        Prop.ForAll(packets.ToArbitrary(), packet =>
        {
            var (version, topic, payload, qos, id, retain) = packet;
            var bytes = Wire.Publish(version, topic, payload, qos, id, retain: retain);

            Assert.Equal(ReadStatus.Complete, FixedHeader.TryRead(bytes, out var header));
            Assert.Equal(bytes.Length, header.PacketLength);
            Assert.Equal(ReasonCode.Success, PublishCodec.Read(Body(bytes), header.Flags, version, AllowedProperties.PublishToServer, out var read));

            Assert.Equal(topic, Encoding.UTF8.GetString(read.Topic));
            Assert.Equal(payload, read.Payload.ToArray());
            Assert.Equal((qos, qos == 0 ? (ushort)0 : id, retain), (read.Qos, read.PacketId, read.Retain));
        }).MustHold();
    }

    [Fact]
    public void Acks()
    {
        foreach (var type in new[] { PacketType.PubAck, PacketType.PubRec, PacketType.PubRel, PacketType.PubComp })
        {
            foreach (var reason in new[] { ReasonCode.Success, ReasonCode.PacketIdentifierNotFound })
            {
                var bytes = new byte[AckCodec.MaximumSize];
                var size = AckCodec.Write(bytes, type, ProtocolVersion.V5, 513, reason);

                Assert.Equal(ReasonCode.Success, AckCodec.Read(Body(bytes.AsSpan(0, size)), ProtocolVersion.V5, out var read));
                Assert.Equal(new AckPacket(513, reason), read);
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Subscribe_and_its_answer(byte version)
    {
        var bytes = Wire.Subscribe(version, 77, "a/+/b", "c/#");
        Assert.Equal(ReasonCode.Success, SubscribeCodec.Read(Body(bytes), PacketType.Subscribe, version, 10, out var packet));
        Assert.Equal([new TopicFilter("a/+/b", 1), new TopicFilter("c/#", 1)], packet!.Filters);

        var writer = new PacketWriter();
        SubscribeCodec.WriteAnswer(writer, PacketType.SubAck, version, new SubAckPacket(77, [0, 0x80]));
        Assert.Equal(ReasonCode.Success, SubscribeCodec.ReadAnswer(Body(writer.End()), version, out var answer));
        Assert.Equal((77, "0080"), (answer!.PacketId, Convert.ToHexString(answer.Codes)));
    }

    [Fact]
    public void Disconnect_with_properties()
    {
        var writer = new PacketWriter();
        var packet = new DisconnectPacket(ReasonCode.ServerBusy) { Properties = new PropertyList().With(PropertyId.ReasonString, "later") };
        DisconnectCodec.Write(writer, PacketType.Disconnect, ProtocolVersion.V5, packet);

        Assert.Equal(ReasonCode.Success, DisconnectCodec.Read(Body(writer.End()), PacketType.Disconnect, ProtocolVersion.V5, out var read));

        Assert.Equal((ReasonCode.ServerBusy, "later"), (read!.Reason, read.Properties.Text(PropertyId.ReasonString)));
    }

    [Fact]
    public void Variable_integers()
    {
        Prop.ForAll(Gen.Choose(0, VariableInteger.Maximum).ToArbitrary(), value =>
        {
            var bytes = new byte[4];
            var size = VariableInteger.Write(bytes, value);
            Assert.Equal(VariableInteger.Size(value), size);
            Assert.Equal(ReadStatus.Complete, VariableInteger.TryRead(bytes, out var read, out var readSize));
            Assert.Equal((value, size), (read, readSize));
            Assert.Equal(ReadStatus.NeedMore, VariableInteger.TryRead(bytes.AsSpan(0, size - 1), out _, out _));
        }).MustHold();
    }

    [Fact]
    public void A_packet_cut_anywhere_is_malformed_or_incomplete_and_never_throws()
    {
        foreach (var version in new byte[] { 4, 5 })
        {
            foreach (var packet in Samples.All(version))
            {
                for (var length = 0; length < packet.Length; length++)
                {
                    var sequence = new System.Buffers.ReadOnlySequence<byte>(packet.AsMemory(0, length));
                    Assert.Equal(ReadStatus.NeedMore, PacketFrame.TryRead(in sequence, out _));
                    Samples.ReadAny(packet.AsSpan(0, length), version);
                }
            }
        }
    }

    [Fact]
    public void Mutated_packets_never_throw()
    {
        const int Seed = 20_260_105;
        var random = new Random(Seed);
        foreach (var packet in Enumerable.Range(0, 3_000).SelectMany(_ => Samples.All(4).Concat(Samples.All(5))))
        {
            var bytes = packet.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var fault = Record.Exception(() =>
            {
                Samples.ReadAny(bytes, 4);
                Samples.ReadAny(bytes, 5);
            });
            Assert.True(fault is null, $"seed {Seed}, bytes {Convert.ToHexString(bytes)}: {fault}");
        }
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> packet)
    {
        Assert.Equal(ReadStatus.Complete, FixedHeader.TryRead(packet, out var header));
        Assert.Equal(header.PacketLength, packet.Length);
        return packet[header.HeaderLength..];
    }
}
