using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Makes one attempt: renders the body into a buffer that is used again, signs it in place, posts it and reads a bounded answer, all
/// under one deadline. Never throws for what a receiver does.
/// </summary>
internal sealed class WebhookSender(GuardedHandler handler, TimeProvider time)
{
    /// <summary>Largest request body, bytes.</summary>
    public const int MaxBody = 256 * 1024;

    /// <summary>A connection that fails this soon after it was taken from the pool had been closed before.</summary>
    private static readonly TimeSpan StaleConnection = TimeSpan.FromSeconds(1);

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");

    /// <returns>The attempt; null when it was abandoned because of <paramref name="stop"/>.</returns>
    public async ValueTask<SentAttempt?> SendAsync(
        EndpointTarget target,
        QueuedDelivery delivery,
        ReadOnlyMemory<byte>? data,
        long queueDepth,
        SenderSlot slot,
        CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var attempt = new SentAttempt
        {
            Target = target,
            Delivery = delivery,
            Number = delivery.Attempts + 1,
            StartedMs = now.ToUnixTimeMilliseconds(),
            OutOfOrder = delivery.OutOfOrder,
        };
        var start = Stopwatch.GetTimestamp();
        if (Render(target, delivery, data, queueDepth, slot, now) is { } refusal)
        {
            attempt.Outcome = refusal;
            return attempt;
        }

        var seconds = now.ToUnixTimeSeconds();
        var bodyStart = SignedPrefixLength(seconds);
        attempt.RequestBytes = slot.Body.WrittenCount - bodyStart;
        attempt.RequestSha256 = SHA256.HashData(slot.Body.WrittenSpan[bodyStart..]);
        var signature = Signature.Of(slot.Body.WrittenSpan, target.Key, target.PreviousKeyAt(attempt.StartedMs));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(target.Subscription.TimeoutSeconds), time);
        using var stopping = stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var body = slot.Body.WrittenMemory[bodyStart..];
        for (var again = false; ; again = true)
        {
            attempt.Timings = new AttemptTimings();
            using var request = CreateRequest(attempt, body, signature, seconds);
            try
            {
                await ExchangeAsync(request, attempt, slot, start, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (IsStale(e, attempt, again, start) && !deadline.IsCancellationRequested)
            {
                continue;
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or SocketException or EgressBlockedException)
            {
                if (stop.IsCancellationRequested)
                {
                    return null;
                }

                attempt.Outcome = AnswerClass.OfFailure(e, deadline.IsCancellationRequested, target.Subscription.TimeoutSeconds);
            }
            finally
            {
                if (request.Content is BodyContent { Released: false })
                {
                    slot.AbandonBody();
                }
            }

            attempt.TotalUs = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            return attempt;
        }
    }

    /// <summary>Writes <c>id.timestamp.</c> and the body behind it.</summary>
    /// <returns>Why nothing can be sent; null when the body is ready.</returns>
    private static AttemptOutcome? Render(
        EndpointTarget target,
        QueuedDelivery delivery,
        ReadOnlyMemory<byte>? stored,
        long queueDepth,
        SenderSlot slot,
        DateTimeOffset now)
    {
        if (stored is not { } data)
        {
            return new AttemptOutcome(OutcomeClass.TooLarge, 0, "the event is no longer stored");
        }

        var subscription = target.Subscription;
        var head = new MessageHead(
            subscription.AccountId,
            subscription.UserName,
            delivery.OrderingKey,
            delivery.Type,
            subscription.Id,
            delivery.Attempts,
            queueDepth,
            delivery.EnqueuedMs / 1_000,
            now.ToUnixTimeSeconds());
        slot.Body.ResetWrittenCount();
        WriteSignedPrefix(slot.Body, delivery.EventId, now.ToUnixTimeSeconds());
        var prefix = slot.Body.WrittenCount;
        var complete = true;
        if (subscription.ContentType == BodyFormat.Json)
        {
            JsonBody.Write(slot.Body, slot.Writer, head, data.Span);
        }
        else
        {
            slot.Json.ResetWrittenCount();
            JsonBody.Write(slot.Json, slot.Writer, head, data.Span);
            complete = WriteForm(slot, subscription.FormStyle);
        }

        var size = slot.Body.WrittenCount - prefix;
        return !complete ? new AttemptOutcome(OutcomeClass.TooLarge, 0, $"the form would have more than {FormBody.MaxFields} fields")
            : size > MaxBody ? new AttemptOutcome(OutcomeClass.TooLarge, 0, $"the body has {size} bytes, more than {MaxBody}")
            : null;
    }

    private static bool WriteForm(SenderSlot slot, FormStyle style)
    {
        if (style == FormStyle.Brackets)
        {
            return FormBody.TryWriteBrackets(slot.Body, slot.Json.WrittenSpan);
        }

        FormBody.WritePayload(slot.Body, slot.Json.WrittenSpan);
        return true;
    }

    private static void WriteSignedPrefix(ArrayBufferWriter<byte> body, Guid id, long seconds)
    {
        var span = body.GetSpan(64);
        Utf8Formatter.TryFormat(id, span, out var length);
        span[length++] = (byte)'.';
        Utf8Formatter.TryFormat(seconds, span[length..], out var digits);
        length += digits;
        span[length++] = (byte)'.';
        body.Advance(length);
    }

    private static int SignedPrefixLength(long seconds)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(seconds, digits, out var length);
        return 36 + 1 + length + 1;
    }

    private static HttpRequestMessage CreateRequest(SentAttempt attempt, ReadOnlyMemory<byte> body, string signature, long seconds)
    {
        var (target, delivery) = (attempt.Target, attempt.Delivery);
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new BodyContent(body, target.Subscription.ContentType == BodyFormat.Json ? JsonType : FormType),
        };
        request.Options.Set(AttemptTimings.Key, attempt.Timings!);
        var headers = request.Headers;
        headers.UserAgent.Add(RequestHeaders.UserAgent);
        headers.Authorization = target.Authorization;
        headers.Add("webhook-id", delivery.EventId.ToString());
        headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        headers.Add("webhook-signature", signature);
        headers.Add("EdgeRelay-Event", delivery.Type);
        headers.Add("EdgeRelay-Webhook", target.WebhookIdText);
        headers.Add("EdgeRelay-Attempt", attempt.Number.ToString(CultureInfo.InvariantCulture));
        headers.Add("EdgeRelay-Sequence", delivery.Sequence.ToString(CultureInfo.InvariantCulture));
        if (delivery.OutOfOrder)
        {
            headers.Add("EdgeRelay-Out-Of-Order", "true");
        }

        if (RequestHeaders.OfOrigin(delivery.Origin) is { } origin)
        {
            headers.Add(origin, "true");
        }

        return request;
    }

    private async Task ExchangeAsync(
        HttpRequestMessage request, SentAttempt attempt, SenderSlot slot, long start, CancellationToken cancellation)
    {
        using var response = await handler.SendAsync(request, cancellation).ConfigureAwait(false);
        attempt.FirstByteUs = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        attempt.HttpVersion = response.Version;
        attempt.ResponseHeaders = RequestHeaders.TextOf(response);
        var read = 0;
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        while (read < SenderSlot.AnswerBytes)
        {
            var count = await stream.ReadAsync(slot.Answer.AsMemory(read), cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            read += count;
        }

        // The answer is whole only if the end was seen; asking for one more byte would wait for a receiver that drips.
        attempt.ResponseTruncated = read == SenderSlot.AnswerBytes && response.Content.Headers.ContentLength is not SenderSlot.AnswerBytes;
        attempt.ResponseBody = read == 0 ? null : slot.Answer.AsSpan(0, read).ToArray();
        attempt.Outcome = AnswerClass.OfResponse(response, time.GetUtcNow());
    }

    private static bool IsStale(Exception e, SentAttempt attempt, bool again, long start) =>
        !again && e is HttpRequestException or IOException && attempt.FirstByteUs is null
        && attempt.Timings is { Connected: false } && Stopwatch.GetElapsedTime(start) < StaleConnection;
}
