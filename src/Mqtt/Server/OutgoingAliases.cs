namespace EdgeRelay.Mqtt.Server;

/// <summary>Topic aliases that the server sets for one client: the first topics get one, as many as the client takes and the server holds.</summary>
/// <remarks>Used under the lock of the connection's output.</remarks>
internal sealed class OutgoingAliases(int clientMaximum)
{
    /// <summary>A dashboard sees few topics again and again; more would cost memory for each connection.</summary>
    private const int Held = 64;

    private readonly int _maximum = Math.Min(clientMaximum, Held);
    private Dictionary<string, ushort>? _byTopic;

    /// <param name="isKnown">Whether the client has been told what the alias stands for.</param>
    /// <returns>0 when the topic gets none.</returns>
    public ushort Of(string topic, out bool isKnown)
    {
        isKnown = false;
        if (_maximum == 0)
        {
            return 0;
        }

        if (_byTopic is not null && _byTopic.TryGetValue(topic, out var alias))
        {
            isKnown = true;
            return alias;
        }

        var taken = _byTopic?.Count ?? 0;
        return taken < _maximum ? (ushort)(taken + 1) : (ushort)0;
    }

    /// <summary>The packet that says so is in the output.</summary>
    public void Set(string topic, ushort alias)
    {
        if (alias != 0)
        {
            (_byTopic ??= new(StringComparer.Ordinal)).TryAdd(topic, alias);
        }
    }
}
