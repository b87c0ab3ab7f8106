using System.Globalization;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Notices;

/// <summary>What a notice says, in words. Pure.</summary>
public static class NoticeText
{
    /// <summary>One sentence, without the webhook's name.</summary>
    public static string Of(NoticeRow notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return notice.Kind switch
        {
            LimitKind.QueueDepth =>
                string.Create(CultureInfo.InvariantCulture, $"{notice.Measured:N0} messages wait: {notice.Percent} % of its max_depth of {notice.Bound:N0} are reached"),
            LimitKind.OldestAge =>
                $"its oldest message waits for {Duration(notice.Measured)}, longer than {Duration(notice.Bound)}",
            _ when notice.Percent >= 100 =>
                $"no success for {Duration(notice.Measured)}: it is disabled, at its next failure at the latest, and keeps its messages until it is enabled again",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"no success for {Duration(notice.Measured)}: {notice.Percent} % of the {Duration(notice.Bound)} after which it is disabled"),
        };
    }

    /// <summary>What was reached, in a few words.</summary>
    public static string Short(NoticeRow notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return notice.Kind switch
        {
            LimitKind.QueueDepth => string.Create(CultureInfo.InvariantCulture, $"queue at {notice.Percent} % of its limit"),
            LimitKind.OldestAge => $"messages wait for more than {Duration(notice.Bound)}",
            _ when notice.Percent >= 100 => $"disabled after {Duration(notice.Bound)} without success",
            _ => $"no success for {Duration(notice.Measured)}",
        };
    }

    /// <summary>Such as <c>2 h 30 min</c>.</summary>
    private static string Duration(long seconds)
    {
        var (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
        return (hours, minutes) switch
        {
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{hours} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{hours} h {minutes} min"),
        };
    }
}
