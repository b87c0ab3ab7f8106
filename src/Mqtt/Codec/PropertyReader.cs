using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>
/// Walks a property block: each <see cref="Next"/> gives one property, checked for place, repetition, form and range. Hot path: a PUBLISH's
/// properties are walked in the receive buffer and never become objects.
/// </summary>
/// <remarks>Never throws on bytes from the wire.</remarks>
internal ref struct PropertyReader(ReadOnlySpan<byte> block, ulong allowed)
{
    private const ulong Repeatable = 1UL << (int)PropertyId.UserProperty;

    private readonly ReadOnlySpan<byte> _block = block;
    private readonly int _length = block.Length;
    private PacketReader _reader = new(block);
    private ulong _seen;
    private int _start;

    public PropertyId Id { get; private set; }

    public uint Number { get; private set; }

    /// <summary>A text or binary; of a user property the name.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Of a user property the value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The property as it lies in the block, with its identifier.</summary>
    public readonly ReadOnlySpan<byte> Raw => _block[_start.._reader.Position];

    /// <summary><see cref="ReasonCode.Success"/> while all is well.</summary>
    public ReasonCode Fault { get; private set; }

    /// <returns>False at the end, or at the first fault.</returns>
    public bool Next()
    {
        if (Fault != ReasonCode.Success || _reader.Position == _length)
        {
            return false;
        }

        _start = _reader.Position;
        var id = _reader.Variable();
        if (_reader.Failed || id > 63 || (allowed & (1UL << id)) == 0)
        {
            Fault = ReasonCode.MalformedPacket;
            return false;
        }

        var bit = 1UL << id;
        Id = (PropertyId)id;
        Fault = (_seen & bit & ~Repeatable) != 0 && !MayRepeat() ? ReasonCode.ProtocolError : ReasonCode.Success;
        _seen |= bit;
        ReadValue();
        Fault = Fault != ReasonCode.Success ? Fault
            : _reader.Failed ? ReasonCode.MalformedPacket
            : FaultOfNumber();
        return Fault == ReasonCode.Success;
    }

    /// <summary>A PUBLISH to a client names every subscription that it matched (MQTT 5.0, section 3.3.2.3.8).</summary>
    private readonly bool MayRepeat() => Id == PropertyId.SubscriptionIdentifier && allowed == AllowedProperties.PublishToClient;

    private void ReadValue()
    {
        Number = 0;
        Bytes = Value = default;
        switch (PropertyShapes.Of(Id))
        {
            case PropertyShape.Byte:
                Number = _reader.Byte();
                break;
            case PropertyShape.TwoBytes:
                Number = _reader.TwoBytes();
                break;
            case PropertyShape.FourBytes:
                Number = _reader.FourBytes();
                break;
            case PropertyShape.VariableInteger:
                Number = (uint)_reader.Variable();
                break;
            case PropertyShape.Text:
                Bytes = _reader.Text();
                break;
            case PropertyShape.Binary:
                Bytes = _reader.Binary();
                break;
            case PropertyShape.TextPair:
                Bytes = _reader.Text();
                Value = _reader.Text();
                break;
        }
    }

    private readonly ReasonCode FaultOfNumber() => Id switch
    {
        PropertyId.TopicAlias when Number == 0 => ReasonCode.TopicAliasInvalid,
        PropertyId.ReceiveMaximum or PropertyId.MaximumPacketSize or PropertyId.SubscriptionIdentifier
            when Number == 0 => ReasonCode.ProtocolError,
        PropertyId.ResponseTopic when !Utf8Text.IsTopicName(Bytes) => ReasonCode.ProtocolError,
        _ when PropertyShapes.Of(Id) == PropertyShape.Byte && Number > 1 => ReasonCode.ProtocolError,
        _ => ReasonCode.Success,
    };
}
