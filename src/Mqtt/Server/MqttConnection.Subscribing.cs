using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>SUBSCRIBE and UNSUBSCRIBE. The packet stays in the buffer while the router is asked, so that one at a time is under way.</summary>
internal sealed partial class MqttConnection
{
    private Task<byte[]>? _asking;

    private ReadStep TakeSubscribe(PacketType type, ReadOnlySpan<byte> body)
    {
        var fault = SubscribeCodec.Read(body, type, _version, _limits.FiltersPerPacket, out var packet);
        if (fault != ReasonCode.Success || packet is null)
        {
            return Fail(fault);
        }

        if (_asking is null)
        {
            if (type == PacketType.Subscribe && packet.Filters.Any(IsSharedAndNoLocal))
            {
                return Fail(ReasonCode.ProtocolError); // MQTT-3.8.3-4
            }

            // The answer leaves before the retained messages that the subscription brings.
            _session!.Hold();
            _asking = type == PacketType.Subscribe ? Subscribe(packet) : Unsubscribe(packet);
        }

        if (!_asking.IsCompleted)
        {
            return ReadStep.Asking;
        }

        if (!_asking.IsCompletedSuccessfully)
        {
            return Fail(ReasonCode.UnspecifiedError);
        }

        var step = AnswerSubscribe(type, packet.PacketId, _asking.Result);
        if (step == ReadStep.Continue)
        {
            _asking = null;
            _session!.GoOn();
        }

        return step;
    }

    private static bool IsSharedAndNoLocal(TopicFilter asked) => (asked.Options & 4) != 0 && asked.Filter.StartsWith("$share/", StringComparison.Ordinal);

    private ReadStep AnswerSubscribe(PacketType type, ushort packetId, byte[] codes)
    {
        if (!SpeaksV5)
        {
            // 3.1.1 knows one refusal, and its UNSUBACK has no codes.
            codes = type == PacketType.Unsubscribe ? [] : [.. codes.Select(code => code >= 0x80 ? (byte)0x80 : code)];
        }

        var writer = new PacketWriter();
        SubscribeCodec.WriteAnswer(writer, type == PacketType.Subscribe ? PacketType.SubAck : PacketType.UnsubAck, _version, new SubAckPacket(packetId, codes));
        return Answer(writer.End());
    }

    /// <returns>A code for each filter.</returns>
    private async Task<byte[]> Subscribe(SubscribePacket packet)
    {
        var codes = new byte[packet.Filters.Count];
        var lawful = new Dictionary<string, Subscription>(codes.Length, StringComparer.Ordinal);
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = (byte)Judge(packet.Filters[i].Filter, out var filter);
            if (codes[i] == 0)
            {
                // A filter that is named twice counts as it stands last, and brings its retained messages once.
                lawful[filter.Whole] = Subscription.Of(_session!, filter, packet.Filters[i], packet.Properties);
            }
        }

        var granted = await _server.Router.Subscribe([.. lawful.Values]).ConfigureAwait(false);
        var byFilter = lawful.Keys.Zip(granted).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] == 0)
            {
                var code = byFilter[packet.Filters[i].Filter];
                codes[i] = code >= 0x80 ? code : (byte)(packet.Filters[i].Options & 3);
            }
        }

        return codes;
    }

    private Task<byte[]> Unsubscribe(SubscribePacket packet) =>
        _server.Router.Unsubscribe(_session!, [.. packet.Filters.Select(f => f.Filter)]);

    private ReasonCode Judge(string text, out FilterText filter)
    {
        var isLawful = FilterText.TryParse(text, _limits.TopicLevels, out filter) && text.Length <= _limits.TopicBytes;
        return isLawful ? _server.Application.MaySubscribe(_client!, filter.Filter) : ReasonCode.TopicFilterInvalid;
    }
}
