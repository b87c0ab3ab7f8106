using System.Text;
using System.Text.Unicode;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.DeliveryLog;

/// <summary>Turns an attempt into a row of each delivery that it was made for. Secrets are masked here: neither credentials nor signatures reach the file.</summary>
internal sealed class AttemptInsert(SqliteConnection connection) : IDisposable
{
    private readonly StringBuilder _text = new(512);

    private readonly RawStatement _insert = new(
        connection,
        """
        INSERT INTO attempt (delivery_id, webhook_id, number, url, started_ms, dns_us, connect_us, tls_us, first_byte_us, total_us,
            address, http_version, request_headers, request_sha256, request_bytes, status, response_headers, response_body,
            response_base64, response_truncated, outcome, reason, decision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
        """);

    public void Run(SentAttempt attempt)
    {
        var timings = attempt.Timings;
        var (body, isBase64) = TextOf(attempt.ResponseBody);
        _insert
            .Bind(2, attempt.First.WebhookId)
            .Bind(3, attempt.Number)
            .Bind(4, attempt.Target.Subscription.Url)
            .Bind(5, attempt.StartedMs)
            .Bind(6, timings?.DnsUs)
            .Bind(7, timings?.ConnectUs)
            .Bind(8, timings?.TlsUs)
            .Bind(9, attempt.FirstByteUs)
            .Bind(10, attempt.TotalUs)
            .Bind(11, timings?.Address?.ToString())
            .Bind(12, attempt.HttpVersion?.ToString())
            .Bind(13, HeadersOf(attempt))
            .Bind(14, attempt.RequestSha256)
            .Bind(15, attempt.RequestBytes)
            .Bind(16, attempt.Outcome.Status == 0 ? null : attempt.Outcome.Status)
            .Bind(17, attempt.ResponseHeaders)
            .Bind(18, body)
            .Bind(19, isBase64 ? 1 : 0)
            .Bind(20, attempt.ResponseTruncated ? 1 : 0)
            .Bind(21, (long)attempt.Outcome.Class)
            .Bind(22, attempt.Outcome.Reason)
            .Bind(23, attempt.Decision?.ToString() ?? "");
        foreach (var delivery in attempt.Members)
        {
            _insert.Bind(1, delivery.Id).Run();
        }
    }

    public void Dispose() => _insert.Dispose();

    /// <summary>The answer as text. A character cut by the size cap does not make it binary; NUL does, since SQLite text ends there.</summary>
    private static (string? Text, bool IsBase64) TextOf(byte[]? body)
    {
        if (body is null)
        {
            return (null, false);
        }

        var whole = body.AsSpan();
        for (var cut = 0; cut < 4 && cut < body.Length; cut++)
        {
            var bytes = whole[..^cut];
            if (Utf8.IsValid(bytes) && !bytes.Contains((byte)0))
            {
                return (Encoding.UTF8.GetString(bytes), false);
            }

            if (body.Length < SenderSlot.AnswerBytes)
            {
                break;
            }
        }

        return (Convert.ToBase64String(body), true);
    }

    private string HeadersOf(SentAttempt attempt)
    {
        var target = attempt.Target;
        _text.Clear();
        Line("Content-Type", target.MediaType.ToString());
        Line("User-Agent", RequestHeaders.UserAgent.ToString());
        if (target.OAuth is not null)
        {
            Line("Authorization", "Bearer " + SentHeader.Mask);
        }
        else if (target.Authorization is { } authorization)
        {
            Line("Authorization", authorization.Parameter is null ? SentHeader.Mask : $"{authorization.Scheme} {SentHeader.Mask}");
        }

        foreach (var header in attempt.Signed.Concat(target.Headers))
        {
            Line(header.Name, header.Masked ?? header.Value);
        }

        RequestHeaders.OfMessage(attempt, this, static (self, name, value) => self.Line(name, value));
        return _text.ToString();
    }

    private void Line(string name, string value) => _text.Append(name).Append(": ").Append(value).Append('\n');
}
