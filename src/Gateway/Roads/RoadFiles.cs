using System.IO.MemoryMappedFiles;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads;

/// <summary>The road files of a folder. They are only ever replaced whole, by renaming, so an open one never changes.</summary>
internal static class RoadFiles
{
    public const string Extension = ".roads";

    /// <summary>What the folder holds, to see a change by: names, lengths, times.</summary>
    public static string Mark(string folder) => string.Join(
        '|', Files(folder).Select(f => $"{f.Name}/{f.Length}/{f.LastWriteTimeUtc.Ticks}"));

    /// <summary>Maps every file that can be used.</summary>
    /// <param name="refused">Is told each file that cannot be used, and why.</param>
    public static RoadNetwork Open(string folder, Action<string, string> refused)
    {
        var maps = new List<RoadMap>();
        foreach (var file in Files(folder))
        {
            var map = maps.Count < RoadNetwork.MaxMaps ? TryMap(file, out var fault) : NoRoom(out fault);
            if (map is not null)
            {
                maps.Add(map);
            }
            else
            {
                refused(file.FullName, fault ?? "it cannot be read");
            }
        }

        return maps.Count == 0 ? RoadNetwork.Empty : new RoadNetwork(maps);
    }

    private static List<FileInfo> Files(string folder) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*" + Extension).OrderBy(f => f.Name, StringComparer.Ordinal)]
        : [];

    private static RoadMap? TryMap(FileInfo file, out string? fault)
    {
        try
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var bytes = new byte[RoadFileHeader.Size];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var header = RoadFileHeader.TryRead(bytes.AsSpan(0, length), stream.Length, out fault);
            if (header is null)
            {
                return null;
            }

            using var mapped = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return RoadMap.TryOpen(header, [.. Enum.GetValues<RoadSection>().Select(s => Map(mapped, header, s))], out fault);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = error.Message;
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Map(MemoryMappedFile file, RoadFileHeader header, RoadSection section) =>
        header[section] is { Length: > 0 } place
            ? new MappedSection(file, place.Offset, (int)place.Length).Memory
            : ReadOnlyMemory<byte>.Empty;

    private static RoadMap? NoRoom(out string fault)
    {
        fault = $"{RoadNetwork.MaxMaps} road files are loaded already";
        return null;
    }
}
