using System.Diagnostics.Metrics;

namespace EdgeRelay.Relay;

/// <summary>Sums over all endpoints at one moment.</summary>
internal sealed record RelayGauges(long Waiting, double OldestAgeSeconds, int InFlight, IReadOnlyList<Measurement<long>> ByStatus);
