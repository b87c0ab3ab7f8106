namespace EdgeRelay.Relay.Sending;

/// <summary>The guard refused to open a connection. Nothing was sent.</summary>
public sealed class EgressBlockedException : Exception
{
    public EgressBlockedException()
    {
    }

    public EgressBlockedException(string message)
        : base(message)
    {
    }

    public EgressBlockedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
