using System.Globalization;
using System.Text;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Storage;
using MimeKit;
using MimeKit.Text;

namespace EdgeRelay.Relay.Mail;

/// <summary>A notice as a mail. Pure. The same notice has the same Message-ID, so that a repeat after a crash is known as one.</summary>
internal static class NoticeMail
{
    public static MimeMessage Of(NoticeRow notice, string from, MailboxAddress to, DateTimeOffset now)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage
        {
            Date = now,
            Subject = $"EdgeRelay: webhook {OneLine(notice.WebhookName)}: {NoticeText.Short(notice)}",
            MessageId = string.Create(CultureInfo.InvariantCulture, $"notice.{notice.Id}.{notice.RaisedMs}@{sender.Domain}"),
            Body = new TextPart(TextFormat.Plain) { Text = Text(notice), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
        message.From.Add(sender);
        message.To.Add(to);
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated"); // RFC 3834: nobody's absence note answers it
        return message;
    }

    private static string Text(NoticeRow notice)
    {
        var text = new StringBuilder();
        Line($"Webhook {notice.WebhookId}, {OneLine(notice.WebhookName)}: {NoticeText.Of(notice)}.");
        text.Append("\r\n");
        Line($"Found at: {Time(notice.RaisedMs)}");
        if (notice.EndedMs is { } ended)
        {
            Line($"Over at: {Time(ended)}");
        }

        if (notice.LastError is { } error)
        {
            Line($"Latest failure: {OneLine(error)}");
        }

        if (notice.EventId is { } id)
        {
            Line($"An event that was not delivered: {new Guid(id, bigEndian: true)} ({notice.EventType}), GET /v1/events/{new Guid(id, bigEndian: true)}");
        }

        Line($"What waits: GET /v1/webhooks/{notice.WebhookId}/queue. All notices: GET /v1/notices?webhook={notice.WebhookId}");
        text.Append("\r\n");
        Line($"Nothing that waits is thrown away. This is told once, until it has fallen clearly below the level again.");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
    }

    private static string Time(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What others wrote becomes one line: a line break in a name must not become a header, nor one in an answer a line of ours.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
}
