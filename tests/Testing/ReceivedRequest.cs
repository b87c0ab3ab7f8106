using System.Text;

namespace EdgeRelay.Testing;

/// <summary>A request as it arrived.</summary>
/// <param name="Target">Path and query.</param>
public sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
