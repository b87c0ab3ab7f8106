using System.Net;

namespace EdgeRelay.Relay.Sending;

/// <summary>Where an attempt's time went; filled in by the guard when the request opens a connection of its own.</summary>
internal sealed class AttemptTimings
{
    public static readonly HttpRequestOptionsKey<AttemptTimings> Key = new("EdgeRelay.Timings");

    public bool Connected { get; set; }

    public long? DnsUs { get; set; }

    public long? ConnectUs { get; set; }

    public long? TlsUs { get; set; }

    /// <summary>Time-stamp of the end of the TCP connect.</summary>
    public long ConnectedAt { get; set; }

    public IPAddress? Address { get; set; }
}
