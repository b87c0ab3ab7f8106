namespace EdgeRelay.Gateway.Storage;

/// <summary>The data folder, or a file in it, cannot be used: not writable, no database, or written by a newer version.</summary>
public sealed class DataFolderException : Exception
{
    public DataFolderException()
    {
    }

    public DataFolderException(string message)
        : base(message)
    {
    }

    public DataFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
