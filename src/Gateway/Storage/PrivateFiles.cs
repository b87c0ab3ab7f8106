namespace EdgeRelay.Gateway.Storage;

/// <summary>
/// Keeps the data to the gateway's own user, whatever the umask: events say where people drove. SQLite gives its <c>-wal</c> and <c>-shm</c>
/// files the rights of the database. On Windows the folder's own rights count.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder that only its owner may enter. One that is there already keeps its rights: somebody chose them.</summary>
    public static DirectoryInfo MakeFolder(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerFolder);

    /// <summary>Makes an empty database that only its owner may read, or takes the others' rights from one that is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    public static void MakeDatabase(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerFile,
        };
        using (new FileStream(path, options))
        {
            // Only its rights matter; SQLite takes an empty file for a new database.
        }

        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            try
            {
                File.SetUnixFileMode(file, OwnerFile);
            }
            catch (UnauthorizedAccessException)
            {
                // Another user owns it and lets this one write: its rights are that user's to decide.
            }
        }
    }
}
