namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// QoS 2 packet ids between their PUBLISH and their PUBREL. For the read loop alone. They live as long as the connection: there are no sessions, so a
/// PUBLISH that is sent again after a reconnect counts as a new message.
/// </summary>
internal sealed class ExactlyOnceIds(int maximum)
{
    private HashSet<ushort>? _ids;

    public bool IsFull => _ids is not null && _ids.Count >= maximum;

    public bool Contains(ushort packetId) => _ids is not null && _ids.Contains(packetId);

    public void Add(ushort packetId) => (_ids ??= []).Add(packetId);

    /// <returns>False when it is not one of them.</returns>
    public bool Remove(ushort packetId) => _ids is not null && _ids.Remove(packetId);
}
