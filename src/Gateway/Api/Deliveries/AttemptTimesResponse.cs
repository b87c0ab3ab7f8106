using EdgeRelay.Relay.DeliveryLog;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>Where an attempt's time went, milliseconds. Null where a pooled connection needed no such step, or it was not reached.</summary>
internal sealed record AttemptTimesResponse(double? Dns, double? Connect, double? Tls, double? FirstByte, double Total)
{
    public static AttemptTimesResponse Of(AttemptRow row) => new(
        Milliseconds(row.DnsUs), Milliseconds(row.ConnectUs), Milliseconds(row.TlsUs), Milliseconds(row.FirstByteUs), row.TotalUs / 1_000.0);

    private static double? Milliseconds(long? microseconds) => microseconds / 1_000.0;
}
