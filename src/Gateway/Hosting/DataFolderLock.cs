using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>Holds a data folder for one process; released with the process, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    public const string FileName = "gateway.lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="DataFolderLockedException">Another process holds it.</exception>
    /// <exception cref="DataFolderException">It cannot be made or written to.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            PrivateFiles.MakeFolder(folder);
            var path = Path.Combine(folder, FileName);
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (IsHeldByAnother(error))
        {
            throw new DataFolderLockedException(
                $"The data directory {Path.GetFullPath(folder)} is in use by another gateway. Stop that one, or set Data:Directory " +
                "(EDGERELAY__DATA__DIRECTORY) to another folder.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(
                $"The data directory {Path.GetFullPath(folder)} cannot be used: {error.Message} Set Data:Directory " +
                "(EDGERELAY__DATA__DIRECTORY) to a folder that the gateway may write to.",
                error);
        }
    }

    // The system's own number is in the lower half: EWOULDBLOCK of Linux, of macOS, and ERROR_SHARING_VIOLATION of Windows.
    private static bool IsHeldByAnother(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32;

    public void Dispose() => _file.Dispose();
}
