namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// QoS 2 packet ids between their PUBLISH and their PUBREL. For the read loop alone. They live as long as the session, so that a PUBLISH that is sent
/// again after a reconnect is known.
/// </summary>
internal sealed class ExactlyOnceIds
{
    private HashSet<ushort>? _ids;

    public int Count => _ids?.Count ?? 0;

    public bool Contains(ushort packetId) => _ids is not null && _ids.Contains(packetId);

    public void Add(ushort packetId) => (_ids ??= []).Add(packetId);

    /// <returns>False when it is not one of them.</returns>
    public bool Remove(ushort packetId) => _ids is not null && _ids.Remove(packetId);
}
