namespace EdgeRelay.Gateway.Hosting;

/// <summary>Another gateway uses the data folder.</summary>
public sealed class DataFolderLockedException : Exception
{
    public DataFolderLockedException()
    {
    }

    public DataFolderLockedException(string message)
        : base(message)
    {
    }

    public DataFolderLockedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
