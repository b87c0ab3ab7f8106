using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What the endpoint announces to a peer and what it enforces: one record for both.</summary>
public sealed record MqttLimits
{
    /// <summary>
    /// Whether a client id may hold any printable text, spaces too. Not a setting: a host whose client ids become parts of topics must not allow it.
    /// Off: letters, digits and <c>. _ : -</c>.
    /// </summary>
    internal bool FreeClientIds { get; init; }

    /// <summary>Largest packet before CONNECT is accepted, bytes. 2 KB holds any honest CONNECT and starves a flood.</summary>
    [Range(256, 65_536)]
    public int BytesBeforeConnect { get; init; } = 2_048;

    /// <summary>Largest packet after CONNECT, bytes. Announced as Maximum Packet Size.</summary>
    [Range(1_024, 1_048_576)]
    public int MaximumPacketSize { get; init; } = 65_536;

    /// <summary>Publishes of one connection that may await their commit. Announced as Receive Maximum; reading pauses at it.</summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; init; } = 64;

    /// <summary>
    /// QoS 2 ids of a 3.1.1 connection that may await their PUBREL. Such a client is not told Receive Maximum and may have sent many publishes before
    /// our first PUBREC, so this is wider; one more closes. In 5.0 Receive Maximum itself is the bound (DISCONNECT 0x93).
    /// </summary>
    [Range(1, 65_535)]
    public int AwaitingReleaseMaximum { get; init; } = 1_024;

    /// <summary>Topic filters in one SUBSCRIBE or UNSUBSCRIBE; more close the connection (5.0: DISCONNECT 0x97).</summary>
    [Range(1, 1_000)]
    public int FiltersPerPacket { get; init; } = 64;

    /// <summary>Levels of a topic or a filter; one more is not taken.</summary>
    [Range(4, 128)]
    public int TopicLevels { get; init; } = 32;

    /// <summary>Subscriptions of one session; a further one is refused (5.0: SUBACK 0x97).</summary>
    [Range(1, 100_000)]
    public int SubscriptionsPerSession { get; init; } = 100;

    /// <summary>Sessions that may outlive their connection; beyond it a new session ends with its connection, as CONNACK says.</summary>
    [Range(0, 1_000_000)]
    public int Sessions { get; init; } = 10_000;

    /// <summary>Longest time a session outlives its connection, seconds. A longer wish is shortened, as CONNACK says.</summary>
    [Range(0, 31_536_000)]
    public int SessionExpiryMaximumSeconds { get; init; } = 86_400;

    /// <summary>Messages that wait for one subscriber; at the bound the oldest gives way.</summary>
    [Range(1, 1_000_000)]
    public int QueuedMessages { get; init; } = 1_000;

    /// <summary>Bytes of them.</summary>
    [Range(65_536, 1_073_741_824)]
    public int QueuedBytes { get; init; } = 1_048_576;

    /// <summary>Bytes that wait for all subscribers together, unacknowledged ones included; at the bound each gives up its own oldest.</summary>
    [Range(1_048_576, long.MaxValue)]
    public long AllQueuedBytes { get; init; } = 268_435_456;

    /// <summary>Levels of all subscribed filters together; a further filter is refused (5.0: SUBACK 0x97).</summary>
    [Range(1_000, 100_000_000)]
    public int SubscribedLevels { get; init; } = 500_000;

    /// <summary>QoS 1 and 2 messages that a subscriber may leave unacknowledged; it may ask for fewer (Receive Maximum). The rest waits.</summary>
    [Range(1, 1_000)]
    public int SendMaximum { get; init; } = 32;

    /// <summary>Topics with a retained message; at the bound a new one is sent to present subscribers and not kept.</summary>
    [Range(0, 1_000_000)]
    public int RetainedMessages { get; init; } = 10_000;

    /// <summary>Bytes of the retained messages.</summary>
    [Range(0, 1_073_741_824)]
    public int RetainedBytes { get; init; } = 16_777_216;

    /// <summary>Topics with a retained message of one client.</summary>
    [Range(0, 1_000_000)]
    public int RetainedPerClient { get; init; } = 1_000;

    /// <summary>Bytes of messages that await their routing to subscribers; at the bound publishers wait, and telemetry is not shown to subscribers.</summary>
    [Range(1_048_576, 1_073_741_824)]
    public int RoutedBytes { get; init; } = 16_777_216;

    /// <summary>Topic aliases a client may set. Announced as Topic Alias Maximum.</summary>
    [Range(0, 1_024)]
    public int TopicAliasMaximum { get; init; } = 10;

    /// <summary>Longest topic name, bytes.</summary>
    [Range(16, 65_535)]
    public int TopicBytes { get; init; } = 256;

    /// <summary>From accept to a complete CONNECT, seconds.</summary>
    [Range(1, 300)]
    public int ConnectTimeoutSeconds { get; init; } = 5;

    /// <summary>Silence after which a connection with keep-alive 0 (or a longer one) is closed, seconds. Announced as Server Keep Alive.</summary>
    [Range(5, 65_535)]
    public int MaximumKeepAliveSeconds { get; init; } = 1_200;

    /// <summary>Bytes of answers that may wait for a peer that does not read; at the bound reading pauses.</summary>
    [Range(1_024, 1_048_576)]
    public int OutputBytes { get; init; } = 65_536;

    /// <summary>A peer that reads none of its answers for this long is cut off, seconds.</summary>
    [Range(1, 600)]
    public int OutputStallSeconds { get; init; } = 30;

    /// <summary>How long the connection that is taken over may take to accept its DISCONNECT, milliseconds.</summary>
    [Range(0, 10_000)]
    public int TakeoverGraceMilliseconds { get; init; } = 1_000;

    /// <summary>Connections in all; at the bound a new one is closed at accept.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; init; } = 50_000;

    /// <summary>
    /// Connections from one IPv4 address or one /64 of IPv6; at the bound a new one is closed at accept. 0 sets none. A fifth of all: one address cannot
    /// keep the others out, and a mobile network that hides a fleet behind one address is served.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ConnectionsPerAddress { get; init; } = 10_000;

    /// <summary>
    /// Clients of one account (5.0: one more gets CONNACK 0x97, 3.1.1: 3); one that takes over from its own former connection is not one more. 0 sets none:
    /// where there is one account, it may have all.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ConnectionsPerAccount { get; init; }

    /// <summary>Times that a client may connect within <see cref="FlappingWindowSeconds"/>; one more, and it is banned. 0 bans nobody.</summary>
    [Range(0, 100_000)]
    public int FlappingConnects { get; init; } = 15;

    /// <summary>Seconds.</summary>
    [Range(1, 86_400)]
    public int FlappingWindowSeconds { get; init; } = 60;

    /// <summary>How long it is refused (5.0: CONNACK 0x8A, 3.1.1: 3), seconds.</summary>
    [Range(1, 86_400)]
    public int FlappingBanSeconds { get; init; } = 300;

    /// <summary>
    /// Packets a second taken from one device, acknowledgements not counted, once its <see cref="MessageBurst"/> is used up; reading pauses at it. 0 sets
    /// none. The host says which clients are devices.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MessagesPerSecond { get; init; } = 100;

    /// <summary>Packets taken at once from one that was quiet: what a device has kept while it was out of reach.</summary>
    [Range(1, 10_000_000)]
    public int MessageBurst { get; init; } = 5_000;

    /// <summary>Likewise in bytes a second. 0 sets none.</summary>
    [Range(0, 1_073_741_824)]
    public int BytesPerSecond { get; init; } = 1_048_576;

    /// <summary>Bytes taken at once.</summary>
    [Range(1, 1_073_741_824)]
    public int ByteBurst { get; init; } = 16_777_216;

    /// <summary>How often the figures below <c>$SYS/broker/</c> are published, seconds; 0 publishes none.</summary>
    [Range(0, 86_400)]
    public int StatusIntervalSeconds { get; init; } = 10;
}
