namespace EdgeRelay.Gateway.Commit;

/// <summary>A state write did not follow the version in the store: somebody else wrote the vehicle's state.</summary>
public sealed class StateVersionException : Exception
{
    public StateVersionException()
    {
    }

    public StateVersionException(long vehicleNo, long version)
        : base($"State of vehicle no {vehicleNo} is not at version {version - 1}: another writer has changed it.")
    {
    }

    public StateVersionException(string message)
        : base(message)
    {
    }

    public StateVersionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
