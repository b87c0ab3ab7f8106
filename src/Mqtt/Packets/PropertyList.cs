using System.Text;

namespace EdgeRelay.Mqtt.Packets;

/// <summary>
/// The properties of a packet that is not on the hot path, in order of appearance. At most <see cref="Maximum"/>, so that a packet full of
/// one-byte user properties cannot be turned into a heap of objects.
/// </summary>
internal sealed class PropertyList
{
    public const int Maximum = 64;

    private readonly List<Property> _items = [];

    public IReadOnlyList<Property> Items => _items;

    public bool IsFull => _items.Count >= Maximum;

    public void Add(Property property) => _items.Add(property);

    public PropertyList With(PropertyId id, uint number)
    {
        Add(new Property(id, number));
        return this;
    }

    public PropertyList With(PropertyId id, string text)
    {
        Add(Property.Text(id, text));
        return this;
    }

    /// <returns>Null when the property is absent.</returns>
    public uint? Number(PropertyId id)
    {
        foreach (var item in _items)
        {
            if (item.Id == id)
            {
                return item.Number;
            }
        }

        return null;
    }

    /// <returns>Null when the property is absent.</returns>
    public string? Text(PropertyId id)
    {
        foreach (var item in _items)
        {
            if (item.Id == id)
            {
                return Encoding.UTF8.GetString(item.Bytes ?? []);
            }
        }

        return null;
    }
}
