using EdgeRelay.Gateway.Hosting;

namespace EdgeRelay.Gateway.Demo;

/// <summary>
/// The demo's data folder: <c>.demo</c>, or <c>.demo-2</c> and so on while other demos run. Only what a demo marked as its own to throw away is
/// ever deleted without being asked.
/// </summary>
internal sealed class DemoFolder
{
    /// <summary>In a folder whose demo removes it at its end; one that is still there was left by a demo that was killed.</summary>
    private const string Marker = "removed-at-the-end";

    private const int Most = 20;

    private readonly bool _keep;

    private DemoFolder(string path, bool keep)
    {
        Path = path;
        _keep = keep;
    }

    public string Path { get; }

    /// <summary>Finds a folder that no running demo uses, and empties it unless its data is to be gone on with.</summary>
    /// <param name="wished">Such as <c>.demo</c>.</param>
    /// <param name="keep">Whether the data stays at the end; what an earlier demo kept is gone on with.</param>
    /// <param name="fresh">Whether kept data may be deleted.</param>
    /// <exception cref="DemoException">It holds kept data, and neither <paramref name="keep"/> nor <paramref name="fresh"/> was said.</exception>
    public static DemoFolder Claim(string wished, bool keep, bool fresh)
    {
        for (var number = 1; number <= Most; number++)
        {
            var path = number == 1 ? wished : $"{wished}-{number}";
            var kept = IsKept(path);
            if (kept && !keep && !fresh && number > 1)
            {
                continue;
            }

            try
            {
                using var held = DataFolderLock.Take(path);
                if (kept && !keep && !fresh)
                {
                    throw new DemoException(
                        $"./{path} holds the data of a demo that was to be kept. Go on with it: ./edge demo --keep. Throw it away: ./edge demo --fresh.");
                }

                if (!kept || fresh)
                {
                    Empty(path);
                }

                Mark(path, keep);
                return new DemoFolder(path, keep);
            }
            catch (DataFolderLockedException)
            {
                // Another demo runs there: the next one.
            }
        }

        throw new DemoException($"{Most} demos run in this folder. Stop one of them.");
    }

    /// <summary>Call after the gateway has let go of it.</summary>
    public void Release()
    {
        if (!_keep)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static bool IsKept(string path) =>
        Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(System.IO.Path.Combine(path, Marker));

    // The lock's file stays: it is held.
    private static void Empty(string path)
    {
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(e => e.Name != DataFolderLock.FileName))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static void Mark(string path, bool keep)
    {
        var marker = System.IO.Path.Combine(path, Marker);
        if (keep)
        {
            File.Delete(marker);
        }
        else
        {
            File.WriteAllText(marker, "");
        }
    }
}
