using System.Buffers;
using System.Diagnostics;
using System.Net;
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
/// <remarks>With OAuth2 an answer of 401 is asked again once with a new token, in the same attempt.</remarks>
/// <param name="dataOf">The body's <c>data</c> of a delivery; null when its event is no longer stored.</param>
internal sealed class WebhookSender(GuardedHandler handler, TimeProvider time, Func<QueuedDelivery, ReadOnlyMemory<byte>?> dataOf)
{
    /// <summary>Largest request body, bytes.</summary>
    public const int MaxBody = 256 * 1024;

    /// <summary>A connection that fails this soon after it was taken from the pool had been closed before.</summary>
    private static readonly TimeSpan StaleConnection = TimeSpan.FromSeconds(1);

    private readonly OAuthTokens _tokens = new(handler, time);

    /// <returns>The attempt; null when it was abandoned because of <paramref name="stop"/>.</returns>
    public async ValueTask<SentAttempt?> SendAsync(Parcel parcel, SenderSlot slot, CancellationToken stop)
    {
        var target = parcel.Target;
        var now = time.GetUtcNow();
        var attempt = new SentAttempt
        {
            Target = target,
            Members = parcel.Members,
            Number = parcel.First.Attempts + 1,
            StartedMs = now.ToUnixTimeMilliseconds(),
            OutOfOrder = parcel.First.OutOfOrder,
        };
        var start = Stopwatch.GetTimestamp();
        var id = target.Batches ? MessageId.OfBatch(parcel.Members) : parcel.First.EventId;
        var message = new SignedMessage(id.ToString(), now.ToUnixTimeSeconds(), RequestHeaders.TypeOf(parcel.Members));
        if (Render(parcel, slot, message, out var bodyStart) is { } refusal)
        {
            attempt.Outcome = refusal;
            return attempt;
        }

        var body = slot.Body.WrittenMemory[bodyStart..];
        attempt.RequestBytes = body.Length;
        attempt.RequestSha256 = SHA256.HashData(body.Span);
        attempt.Signed = target.Signer.Sign(slot.Body.WrittenSpan, message, attempt.StartedMs);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(target.Subscription.TimeoutSeconds), time);
        using var stopping = stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        try
        {
            await PostAsync(attempt, body, slot, start, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or SocketException or EgressBlockedException)
        {
            if (stop.IsCancellationRequested)
            {
                return null;
            }

            attempt.Outcome = AnswerClass.OfFailure(e, deadline.IsCancellationRequested, target.Subscription.TimeoutSeconds);
        }

        attempt.TotalUs = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return attempt;
    }

    /// <summary>Posts, and posts once more over a new connection or with a new token where that is the cure.</summary>
    private async Task PostAsync(SentAttempt attempt, ReadOnlyMemory<byte> body, SenderSlot slot, long start, CancellationToken deadline)
    {
        AuthenticationHeaderValue? refused = null;
        for (var afterStale = false; ;)
        {
            // Set even if no token is to be had: the attempt then counts, or it would be repeated for ever.
            attempt.Timings = new AttemptTimings();
            var authorization = attempt.Target.Authorization;
            if (attempt.Target.OAuth is { } client)
            {
                var token = await _tokens.GetAsync(client, refused, deadline).ConfigureAwait(false);
                if (token.Fault is { } fault)
                {
                    attempt.Outcome = new AttemptOutcome(OutcomeClass.Failed, 0, fault, EndpointFailed: true);
                    return;
                }

                authorization = token.Authorization;
            }

            using var request = CreateRequest(attempt, body, authorization);
            try
            {
                await ExchangeAsync(request, attempt, slot, start, deadline).ConfigureAwait(false);
            }
            catch (Exception e) when (IsStale(e, attempt, afterStale, start) && !deadline.IsCancellationRequested)
            {
                afterStale = true;
                continue;
            }
            finally
            {
                if (request.Content is BodyContent { Released: false })
                {
                    slot.AbandonBody();
                }
            }

            if (attempt.Target.OAuth is null || refused is not null || attempt.Outcome.Status != (int)HttpStatusCode.Unauthorized)
            {
                return;
            }

            refused = authorization;
            (attempt.FirstByteUs, attempt.ResponseHeaders, attempt.ResponseBody) = (null, null, null);
        }
    }

    /// <summary>Writes what the signature covers: its prefix, and the body behind it.</summary>
    /// <param name="bodyStart">Length of the prefix.</param>
    /// <returns>Why nothing can be sent; null when the body is ready.</returns>
    private AttemptOutcome? Render(in Parcel parcel, SenderSlot slot, in SignedMessage message, out int bodyStart)
    {
        var subscription = parcel.Target.Subscription;
        slot.Body.ResetWrittenCount();
        parcel.Target.Signer.WritePrefix(slot.Body, message);
        bodyStart = slot.Body.WrittenCount;
        slot.Json.ResetWrittenCount();
        var json = subscription.ContentType == BodyFormat.Json ? slot.Body : slot.Json;
        for (var i = 0; i < parcel.Members.Count; i++)
        {
            if (dataOf(parcel.Members[i]) is not { } data)
            {
                return new AttemptOutcome(OutcomeClass.TooLarge, 0, "the event is no longer stored");
            }

            if (parcel.Target.Batches)
            {
                json.Write(i == 0 ? "["u8 : ","u8);
            }

            WriteMessage(json, slot, parcel, parcel.Members[i], data.Span, message.Seconds);
        }

        if (parcel.Target.Batches)
        {
            json.Write("]"u8);
        }

        var complete = subscription.ContentType == BodyFormat.Json || WriteForm(slot, subscription.FormStyle);
        var size = slot.Body.WrittenCount - bodyStart;
        return !complete ? new AttemptOutcome(OutcomeClass.TooLarge, 0, $"the form would have more than {FormBody.MaxFields} fields")
            : size > MaxBody ? new AttemptOutcome(OutcomeClass.TooLarge, 0, $"the body has {size} bytes, more than {MaxBody}")
            : null;
    }

    private static void WriteMessage(
        ArrayBufferWriter<byte> json, SenderSlot slot, in Parcel parcel, QueuedDelivery delivery, ReadOnlySpan<byte> data, long requestTime)
    {
        var subscription = parcel.Target.Subscription;
        var head = new MessageHead(
            subscription.AccountId,
            subscription.UserName,
            delivery.OrderingKey,
            delivery.Type,
            subscription.Id,
            delivery.Attempts,
            parcel.OthersWaiting,
            delivery.EnqueuedMs / 1_000,
            requestTime);
        var happened = new MessageEvent(delivery.EventId, DateTimeOffset.FromUnixTimeMilliseconds(delivery.OccurredMs), delivery.Sequence);
        JsonBody.Write(json, slot.Writer, subscription.Profile, head, happened, data);
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

    private static HttpRequestMessage CreateRequest(
        SentAttempt attempt, ReadOnlyMemory<byte> body, AuthenticationHeaderValue? authorization)
    {
        var target = attempt.Target;
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new BodyContent(body, target.MediaType),
        };
        request.Options.Set(AttemptTimings.Key, attempt.Timings!);
        var headers = request.Headers;
        headers.UserAgent.Add(RequestHeaders.UserAgent);
        headers.Authorization = authorization;
        foreach (var signed in attempt.Signed)
        {
            headers.Add(signed.Name, signed.Value);
        }

        RequestHeaders.OfMessage(attempt, headers, static (all, name, value) => all.Add(name, value));
        foreach (var own in target.Headers)
        {
            headers.Add(own.Name, own.Value);
        }

        return request;
    }

    private async Task ExchangeAsync(
        HttpRequestMessage request, SentAttempt attempt, SenderSlot slot, long start, CancellationToken cancellation)
    {
        using var response = await handler.SendAsync(request, attempt.Target.Identity, cancellation).ConfigureAwait(false);
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
