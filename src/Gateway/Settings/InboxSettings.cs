namespace EdgeRelay.Gateway.Settings;

/// <summary>The built-in test receiver.</summary>
public sealed record InboxSettings
{
    /// <summary>Whether <c>/inbox/{name}</c> answers. Off by default; the demo turns it on.</summary>
    public bool Enabled { get; init; }
}
