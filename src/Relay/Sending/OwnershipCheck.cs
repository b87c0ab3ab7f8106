using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Asks a receiver to show that it wants messages, by the subscription's <see cref="OwnershipMethod"/>. No credentials are sent: they are for
/// the one who has proven himself. A client certificate is shown, as some receivers let nobody else in.
/// </summary>
public sealed class OwnershipCheck(GuardedHandler handler, ISecretProtector protector, RelaySettings settings, TimeProvider time)
{
    private const int MaxAnswer = 1_024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>The verdict with plain words; never throws for what the receiver does.</returns>
    public async Task<OwnershipVerdict> RunAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var target = EndpointTarget.Of(subscription, protector);
        if (target.Fault is { } fault)
        {
            return new OwnershipVerdict(false, 0, $"the webhook cannot be used: {fault}");
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        OwnershipVerdict verdict;
        try
        {
            verdict = await AskAsync(target, both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or EgressBlockedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verdict = new OwnershipVerdict(
                false, 0, AnswerClass.OfFailure(e, deadline.IsCancellationRequested, (int)Deadline.TotalSeconds).Reason);
        }

        RelayMeter.Verified(verdict.Passed);
        return verdict;
    }

    private static string RandomValue() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 32);

    /// <summary>The URL with one parameter more; the query that it has stays as it is, to the letter.</summary>
    private static Uri WithCheck(Uri url, string value)
    {
        var query = url.Query.Length > 1 ? url.Query + "&check=" + value : "?check=" + value;
        return new UriBuilder(url) { Query = query }.Uri;
    }

    private static OwnershipVerdict Unexpected(HttpResponseMessage response, string expected) =>
        new(false, (int)response.StatusCode, string.Create(CultureInfo.InvariantCulture, $"answered {(int)response.StatusCode} instead of {expected}"));

    private async Task<OwnershipVerdict> AskAsync(EndpointTarget target, CancellationToken cancellation)
    {
        var value = RandomValue();
        using var request = target.Subscription.Ownership switch
        {
            OwnershipMethod.Challenge => Challenge(target, value),
            OwnershipMethod.Cloudevents => new HttpRequestMessage(HttpMethod.Options, target.Url),
            _ => new HttpRequestMessage(HttpMethod.Get, WithCheck(target.Url, value)),
        };
        request.Headers.UserAgent.Add(RequestHeaders.UserAgent);
        if (target.Subscription.Ownership == OwnershipMethod.Cloudevents)
        {
            request.Headers.Add("WebHook-Request-Origin", settings.Origin);
        }

        using var response = await handler.SendAsync(request, target.Identity, cancellation).ConfigureAwait(false);
        return target.Subscription.Ownership == OwnershipMethod.Cloudevents
            ? OfOrigin(response)
            : await OfEchoAsync(response, value, cancellation).ConfigureAwait(false);
    }

    /// <summary>A POST signed like any message, so that the receiver can tell whose challenge it answers.</summary>
    private HttpRequestMessage Challenge(EndpointTarget target, string value)
    {
        var now = time.GetUtcNow();
        var body = Encoding.ASCII.GetBytes($"{{\"verification\":\"{value}\"}}");
        var message = new SignedMessage(Guid.NewGuid().ToString(), now.ToUnixTimeSeconds(), "verification");
        var content = new ArrayBufferWriter<byte>(256);
        target.Signer.WritePrefix(content, message);
        content.Write(body);
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var header in target.Signer.Sign(content.WrittenSpan, message, now.ToUnixTimeMilliseconds()))
        {
            request.Headers.Add(header.Name, header.Value);
        }

        request.Headers.Add("EdgeRelay-Event", message.Type);
        return request;
    }

    private static async Task<OwnershipVerdict> OfEchoAsync(HttpResponseMessage response, string value, CancellationToken cancellation)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Unexpected(response, "200");
        }

        var answer = new byte[MaxAnswer];
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var read = await stream.ReadAtLeastAsync(answer, MaxAnswer, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return answer.AsSpan(0, read).SequenceEqual(Encoding.ASCII.GetBytes(value))
            ? new OwnershipVerdict(true, 200, "")
            : new OwnershipVerdict(false, 200, "answered 200, but the body is not exactly the value that was sent");
    }

    /// <summary>"HTTP 1.1 Web Hooks for Event Delivery" of CloudEvents, section 4.2: our origin, or a star for all.</summary>
    private OwnershipVerdict OfOrigin(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            return Unexpected(response, "2xx");
        }

        var allowed = response.Headers.NonValidated.TryGetValues("WebHook-Allowed-Origin", out var values) ? values.ToString().Trim() : null;
        return allowed == "*" || string.Equals(allowed, settings.Origin, StringComparison.OrdinalIgnoreCase)
            ? new OwnershipVerdict(true, (int)response.StatusCode, "")
            : new OwnershipVerdict(
                false, (int)response.StatusCode, $"the header WebHook-Allowed-Origin is {allowed ?? "missing"}; {settings.Origin} or * was expected");
    }
}
