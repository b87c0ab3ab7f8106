namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>The place for an import's temporary files: on the disk of the road files, so that the last step is a rename. One import at a time.</summary>
internal sealed class ImportFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private ImportFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <exception cref="IOException">Another import works there, or the folder cannot be made.</exception>
    public static ImportFolder Take(string roads)
    {
        var path = System.IO.Path.Combine(roads, ".import");
        Directory.CreateDirectory(path);
        FileStream held;
        try
        {
            held = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException($"Another import works in {roads}: {error.Message}", error);
        }

        // Left by an import that was killed.
        foreach (var file in Directory.EnumerateFiles(path, "*.tmp"))
        {
            File.Delete(file);
        }

        return new ImportFolder(path, held);
    }

    public void Dispose()
    {
        _lock.Dispose();
        File.Delete(System.IO.Path.Combine(Path, LockName));
    }
}
