namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A record that <see cref="ExternalSort{T}"/> can order.</summary>
internal interface ISorted
{
    ulong Key { get; }
}
