namespace EdgeRelay.Mqtt.Packets;

/// <summary>CONNECT of either version.</summary>
internal sealed record ConnectPacket
{
    public required byte Version { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Clean Session in 3.1.1.</summary>
    public bool CleanStart { get; init; }

    public ushort KeepAliveSeconds { get; init; }

    public WillMessage? Will { get; init; }

    public string? UserName { get; init; }

    public byte[]? Password { get; init; }

    public PropertyList Properties { get; init; } = new();
}
