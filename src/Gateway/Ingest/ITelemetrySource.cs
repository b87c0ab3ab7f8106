using EdgeRelay.Gateway.Api.Health;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>
/// A way by which the messages of devices reach the gateway: our own endpoint, or a broker elsewhere. Whatever the source, a message goes through
/// <see cref="TelemetryIntake"/> with a ticket that is settled in one of two ways. Committed: the source acknowledges it. Abandoned: the source never
/// does, and has it sent again. There is nothing in between.
/// </summary>
internal interface ITelemetrySource : IReadiness;
