using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Mail;

/// <summary>What is told of mails: ids 504x. Addresses are not in it.</summary>
internal static partial class MailLog
{
    [LoggerMessage(5040, LogLevel.Information, "Notice {NoticeId} of endpoint {EndpointId} was mailed")]
    public static partial void Sent(ILogger logger, long noticeId, long endpointId);

    [LoggerMessage(5041, LogLevel.Warning, "Notice {NoticeId} of endpoint {EndpointId} could not be mailed: {Reason}. It is tried again at {NextAt}")]
    public static partial void Failed(ILogger logger, long noticeId, long endpointId, string reason, DateTimeOffset nextAt);

    [LoggerMessage(5042, LogLevel.Warning, "Notice {NoticeId} of endpoint {EndpointId} is not mailed, after {Attempts} attempts: {Reason}")]
    public static partial void GivenUp(ILogger logger, long noticeId, long endpointId, int attempts, string reason);

    [LoggerMessage(5043, LogLevel.Warning, "{Count} notices older than a day are not mailed: {Reason}")]
    public static partial void OldGivenUp(ILogger logger, int count, string reason);

    [LoggerMessage(5044, LogLevel.Error, "Mailing notices failed; it goes on in a minute")]
    public static partial void Broken(ILogger logger, Exception error);
}
