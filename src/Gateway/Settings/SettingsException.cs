namespace EdgeRelay.Gateway.Settings;

/// <summary>Settings that cannot be used; the message lists all of them.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException()
    {
    }

    public SettingsException(IReadOnlyCollection<string> faults)
        : base("These settings cannot be used:" + string.Concat(faults.Select(f => Environment.NewLine + "  - " + f)))
    {
    }

    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
