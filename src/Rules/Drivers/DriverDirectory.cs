using System.Collections.Immutable;

namespace EdgeRelay.Rules.Drivers;

/// <summary>
/// The account's drivers by identification tag (normalised: separators removed, upper case). It knows whose a tag was before, too: what was
/// received then, and is judged only now or once more, is its former owner's.
/// </summary>
/// <remarks>Immutable. A change costs what the changed tags cost, whatever the number of drivers.</remarks>
public sealed class DriverDirectory
{
    private readonly ImmutableDictionary<string, TagOwner[]> _ownersByTag;

    /// <summary>Each tag is its driver's at all times.</summary>
    public DriverDirectory(IReadOnlyDictionary<string, string> driverIdByTag)
        : this(driverIdByTag.ToImmutableDictionary(t => t.Key, t => new[] { new TagOwner(long.MinValue, t.Value) }, StringComparer.Ordinal))
    {
    }

    private DriverDirectory(ImmutableDictionary<string, TagOwner[]> ownersByTag) => _ownersByTag = ownersByTag;

    public static DriverDirectory Empty { get; } = new(ImmutableDictionary.Create<string, TagOwner[]>(StringComparer.Ordinal));

    /// <param name="normalizedTag">As <see cref="DriverTag.Normalize"/> gives it.</param>
    /// <param name="judgedAtMs">Receive time of what showed the tag, Unix ms.</param>
    /// <returns>The driver's id, or null when the tag was nobody's then.</returns>
    public string? FindByTag(string normalizedTag, long judgedAtMs = long.MaxValue)
    {
        if (!_ownersByTag.TryGetValue(normalizedTag, out var owners))
        {
            return null;
        }

        for (var i = owners.Length - 1; i >= 0; i--)
        {
            if (owners[i].FromMs <= judgedAtMs)
            {
                return owners[i].DriverId;
            }
        }

        return null;
    }

    /// <summary>The same with other owners of some tags.</summary>
    /// <param name="owners">For each tag all that shall be known of it, oldest first; none forgets it.</param>
    public DriverDirectory With(IEnumerable<KeyValuePair<string, TagOwner[]>> owners)
    {
        ArgumentNullException.ThrowIfNull(owners);
        var builder = _ownersByTag.ToBuilder();
        foreach (var (tag, known) in owners)
        {
            if (known.Length == 0)
            {
                builder.Remove(tag);
            }
            else
            {
                builder[tag] = known;
            }
        }

        return new DriverDirectory(builder.ToImmutable());
    }
}
