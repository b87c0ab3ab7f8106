namespace EdgeRelay.Gateway.Demo;

/// <summary>The demo cannot go on; the message says what to do.</summary>
public sealed class DemoException : Exception
{
    public DemoException()
    {
    }

    public DemoException(string message)
        : base(message)
    {
    }

    public DemoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
