namespace EdgeRelay.Gateway.Commit;

/// <summary>A batch was built on state that an earlier failed commit threw away.</summary>
public sealed class StaleBatchException : Exception
{
    public StaleBatchException()
        : base("The batch was built on state that an earlier failed commit threw away.")
    {
    }

    public StaleBatchException(string message)
        : base(message)
    {
    }

    public StaleBatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
