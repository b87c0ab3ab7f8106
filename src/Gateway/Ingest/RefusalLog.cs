using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Says in the log what was refused, of whom and why. The message itself is in the dead-letter table.</summary>
/// <remarks>Thread-safe. A device can cause any number of refusals; the log takes ten a second, the counters lose nothing.</remarks>
internal sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger)
{
    private readonly LogBudget _budget = new(clock);

    public void Say(VehicleKey key, DeadLetterReason reason, string jsonPath)
    {
        if (logger.IsEnabled(LogLevel.Warning) && _budget.Allows())
        {
            Refused(logger, key.AccountId, key.VehicleId, reason.WireName(), jsonPath);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Telemetry of {Account}/{Vehicle} was refused: {Reason} at {Path}; it is a dead letter")]
    private static partial void Refused(ILogger logger, long account, string vehicle, string reason, string path);
}
