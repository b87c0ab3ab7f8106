using System.Text;

namespace EdgeRelay.Mqtt.Packets;

/// <summary>One property of a 5.0 packet. Numbers are in <see cref="Number"/>, texts and binaries in <see cref="Bytes"/>.</summary>
/// <param name="Value">The second text of a user property.</param>
internal readonly record struct Property(PropertyId Id, uint Number, byte[]? Bytes = null, byte[]? Value = null)
{
    public static Property Text(PropertyId id, string text) => new(id, 0, Encoding.UTF8.GetBytes(text));

    public static Property User(string name, string value) =>
        new(PropertyId.UserProperty, 0, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
}
