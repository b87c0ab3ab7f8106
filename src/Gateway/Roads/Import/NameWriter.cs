using System.Text;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Writes names once where it can: neighbouring ways often share one.</summary>
internal sealed class NameWriter
{
    /// <summary>Names kept to be found again; of two that fall on the same place the later one stays.</summary>
    private const int Remembered = 1 << 16;

    /// <summary>OpenStreetMap's own bound is 255 characters; more is cut.</summary>
    private const int MaxCharacters = 255;

    private readonly SectionWriter _section;
    private readonly (string? Name, uint At)[] _known = new (string?, uint)[Remembered];

    public NameWriter(SectionWriter section)
    {
        _section = section;
        section.Write((ushort)0); // Place 0 means no name.
    }

    /// <returns>Where the name begins; 0 for none.</returns>
    public uint Add(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return 0;
        }

        name = name.Length > MaxCharacters ? name[..MaxCharacters] : name;
        var bytes = Encoding.UTF8.GetBytes(name);
        ref var known = ref _known[Slot(bytes)];
        if (known.Name != name)
        {
            known = (name, (uint)_section.Length);
            _section.Write((ushort)bytes.Length);
            _section.Write(bytes);
        }

        return known.At;
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var hash = 2_166_136_261u;
        foreach (var part in bytes)
        {
            hash = (hash ^ part) * 16_777_619u;
        }

        return (int)((hash ^ (hash >> 16)) & (Remembered - 1));
    }
}
