using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Imported roads, for posted limits.</summary>
public sealed record RoadsSettings
{
    /// <summary>Folder of the road files; empty takes <c>roads</c> in the data directory.</summary>
    public string Directory { get; init; } = string.Empty;

    /// <summary>How often the folder is looked at for new or removed road files, seconds; 0 looks at the start alone.</summary>
    [Range(0, 86_400)]
    public int CheckSeconds { get; init; } = 10;

    /// <summary>Where the road files lie.</summary>
    public string DirectoryIn(DataSettings data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Directory.Length > 0 ? Directory : Path.Combine(data.Directory, "roads");
    }
}
