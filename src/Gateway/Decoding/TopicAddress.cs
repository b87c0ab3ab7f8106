namespace EdgeRelay.Gateway.Decoding;

/// <summary>What a topic says. <see cref="VehicleId"/> points into the topic's own bytes.</summary>
public readonly ref struct TopicAddress
{
    public required long AccountId { get; init; }

    /// <summary>The account's text id of the vehicle, UTF-8, 1–<see cref="TopicParser.VehicleIdBytes"/> bytes.</summary>
    public required ReadOnlySpan<byte> VehicleId { get; init; }

    public required Channel Channel { get; init; }
}
