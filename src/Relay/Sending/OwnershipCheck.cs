using System.Net;
using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Asks a receiver to show that it wants messages: GET with <c>check=&lt;random&gt;</c>, which must answer 200 and exactly the value.
/// </summary>
public sealed class OwnershipCheck(GuardedHandler handler, TimeProvider time)
{
    private const int MaxAnswer = 1_024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>The verdict with plain words; never throws for what the receiver does.</returns>
    public async Task<OwnershipVerdict> RunAsync(EndpointUrl url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        var value = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 32);
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        OwnershipVerdict verdict;
        try
        {
            verdict = await AskAsync(WithCheck(url.Uri, value), value, both.Token).ConfigureAwait(false);
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

    private static Uri WithCheck(Uri url, string value)
    {
        var query = url.Query.Length > 1 ? url.Query + "&check=" + value : "?check=" + value;
        return new UriBuilder(url) { Query = query }.Uri;
    }

    private async Task<OwnershipVerdict> AskAsync(Uri url, string value, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.Add(RequestHeaders.UserAgent);
        using var response = await handler.SendAsync(request, cancellation).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new OwnershipVerdict(false, status, $"answered {status} instead of 200");
        }

        var answer = new byte[MaxAnswer];
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var read = await stream.ReadAtLeastAsync(answer, MaxAnswer, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return answer.AsSpan(0, read).SequenceEqual(Encoding.ASCII.GetBytes(value))
            ? new OwnershipVerdict(true, status, "")
            : new OwnershipVerdict(false, status, "answered 200, but the body is not exactly the value of check");
    }
}
