using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay;

/// <summary>What Relay tells the operator: ids 5xxx. No secrets, no bodies.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(5001, LogLevel.Information, "Delivery starts: {Endpoints} endpoints, {Waiting} deliveries wait")]
    public static partial void Started(ILogger logger, int endpoints, long waiting);

    [LoggerMessage(5002, LogLevel.Information, "Delivery stopped; {Abandoned} requests were abandoned and will be sent again")]
    public static partial void Stopped(ILogger logger, int abandoned);

    [LoggerMessage(5003, LogLevel.Debug, "Delivery {DeliveryId} to endpoint {EndpointId} failed with {Reason}; attempt {Attempt}, {Decision}")]
    public static partial void AttemptFailed(ILogger logger, long deliveryId, long endpointId, string reason, int attempt, string decision);

    [LoggerMessage(5004, LogLevel.Warning, "Endpoint {EndpointId} holds its messages now ({Hold}): {Reason}. Enable it again to send them")]
    public static partial void EndpointHeld(ILogger logger, long endpointId, HoldReason hold, string reason);

    [LoggerMessage(5005, LogLevel.Warning, "Endpoint {EndpointId} must be verified again: its address was refused 3 times ({Reason})")]
    public static partial void EndpointUnverified(ILogger logger, long endpointId, string reason);

    [LoggerMessage(5006, LogLevel.Error, "Endpoint {EndpointId} cannot be sent to: {Fault}. Its messages are held; store it again to mend it")]
    public static partial void EndpointUnusable(ILogger logger, long endpointId, string fault);

    [LoggerMessage(5007, LogLevel.Warning, "Endpoint {EndpointId} fails: {Failures} failures in a row, the latest {Reason}. One message is tried at {NextAt}")]
    public static partial void BreakerOpened(ILogger logger, long endpointId, int failures, string reason, DateTimeOffset nextAt);

    [LoggerMessage(5008, LogLevel.Information, "Endpoint {EndpointId} answers again after {Failures} failures in a row")]
    public static partial void AnswersAgain(ILogger logger, long endpointId, int failures);

    [LoggerMessage(5015, LogLevel.Warning, "Endpoint {EndpointId} failed {Failures} times in a row, the latest: {Reason}. Its messages wait and are tried again")]
    public static partial void BeginsToFail(ILogger logger, long endpointId, int failures, string reason);

    [LoggerMessage(5009, LogLevel.Error, "{Count} outcomes could not be written and will be tried again in a second")]
    public static partial void OutcomesFailed(ILogger logger, int count, Exception error);

    [LoggerMessage(5010, LogLevel.Error, "{Count} attempts could not be logged")]
    public static partial void AttemptLogFailed(ILogger logger, int count, Exception error);

    [LoggerMessage(5011, LogLevel.Error, "Delivery {DeliveryId} to endpoint {EndpointId} broke the sender and is given up")]
    public static partial void SenderBroke(ILogger logger, long deliveryId, long endpointId, Exception error);

    [LoggerMessage(5012, LogLevel.Error, "Waiting deliveries of endpoint {EndpointId} could not be read and will be tried again in a second")]
    public static partial void ReadFailed(ILogger logger, long endpointId, Exception error);

    [LoggerMessage(5013, LogLevel.Debug, "Delivery {DeliveryId} to endpoint {EndpointId} is given up: {Reason}")]
    public static partial void GivenUp(ILogger logger, long deliveryId, long endpointId, string reason);

    [LoggerMessage(5017, LogLevel.Error, "Which messages go together could not be written; it is tried again in a second")]
    public static partial void BatchFailed(ILogger logger, Exception error);

    [LoggerMessage(5018, LogLevel.Error, "Spilled events of endpoint {EndpointId} could not be brought back into its line; it is tried again in a second")]
    public static partial void DrainFailed(ILogger logger, long endpointId, Exception error);

    [LoggerMessage(5014, LogLevel.Warning, "Removing old deliveries failed; it is tried again in ten minutes")]
    public static partial void SweepFailed(ILogger logger, Exception error);

    [LoggerMessage(5030, LogLevel.Warning, "Endpoint {EndpointId}: {Notice}")]
    public static partial void LimitReached(ILogger logger, long endpointId, string notice);

    [LoggerMessage(5031, LogLevel.Information, "Endpoint {EndpointId} has fallen clearly below a level of {Kind} again")]
    public static partial void LimitLeft(ILogger logger, long endpointId, LimitKind kind);

    [LoggerMessage(5032, LogLevel.Error, "Notices could not be written; the next look finds them again")]
    public static partial void NoticesFailed(ILogger logger, Exception error);

    [LoggerMessage(5033, LogLevel.Warning, "The limits of endpoint {EndpointId} could not be looked at; the next look tries again")]
    public static partial void LimitsUnseen(ILogger logger, long endpointId, Exception error);
}
