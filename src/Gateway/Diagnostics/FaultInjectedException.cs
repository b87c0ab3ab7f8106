namespace EdgeRelay.Gateway.Diagnostics;

/// <summary>Thrown at an armed fault point; never in ordinary running.</summary>
public sealed class FaultInjectedException : Exception
{
    public FaultInjectedException()
    {
    }

    public FaultInjectedException(string point)
        : base("Fault injected at " + point)
    {
    }

    public FaultInjectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
