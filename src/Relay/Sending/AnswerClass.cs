using System.Globalization;
using System.Net.Sockets;
using EdgeRelay.Relay.Delivery;

namespace EdgeRelay.Relay.Sending;

/// <summary>Tells what an answer, or the lack of one, comes to.</summary>
internal static class AnswerClass
{
    public static AttemptOutcome OfResponse(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and <= 299)
        {
            return AttemptOutcome.Delivered(status);
        }

        var wish = Header(response, "webhook-delivery");
        var reason = string.Create(CultureInfo.InvariantCulture, $"answered {status}");
        var retryAfter = RetryAfter.Parse(Header(response, "Retry-After"), now);
        if (string.Equals(wish, "disable", StringComparison.OrdinalIgnoreCase))
        {
            return new AttemptOutcome(OutcomeClass.Gone, status, $"{reason} and asked to be disabled");
        }

        var abort = string.Equals(wish, "abort-message", StringComparison.OrdinalIgnoreCase);
        return status switch
        {
            410 => new AttemptOutcome(OutcomeClass.Gone, status, reason, retryAfter),
            429 => new AttemptOutcome(OutcomeClass.Throttled, status, reason, retryAfter, abort),
            503 => new AttemptOutcome(OutcomeClass.Throttled, status, reason, retryAfter, abort, EndpointFailed: true),
            502 or 504 => new AttemptOutcome(OutcomeClass.Slow, status, reason, retryAfter, abort, EndpointFailed: true),
            >= 300 and <= 399 => new AttemptOutcome(OutcomeClass.Failed, status, $"{reason}; redirects are not followed", retryAfter, abort),
            _ => new AttemptOutcome(OutcomeClass.Failed, status, reason, retryAfter, abort, EndpointFailed: status >= 500),
        };
    }

    /// <param name="deadlinePassed">The attempt's own deadline ended it.</param>
    public static AttemptOutcome OfFailure(Exception e, bool deadlinePassed, int timeoutSeconds)
    {
        if (deadlinePassed)
        {
            return Slow(string.Create(CultureInfo.InvariantCulture, $"timed out after {timeoutSeconds} s"));
        }

        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is EgressBlockedException)
            {
                return new AttemptOutcome(OutcomeClass.Blocked, 0, $"refused by the egress guard: {inner.Message}");
            }

            if (inner is TimeoutException)
            {
                return Slow("connecting timed out after 5 s");
            }

            if (inner is SocketException socket)
            {
                return Failed(OfSocket(socket.SocketErrorCode));
            }
        }

        return Failed((e as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the host name was not found",
            HttpRequestError.SecureConnectionError => "TLS failed: the certificate or the handshake was refused",
            HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are larger than 16 KiB",
            HttpRequestError.ResponseEnded => "the connection was closed before the answer was whole",
            HttpRequestError.InvalidResponse => "the answer is not HTTP",
            _ => "the connection broke",
        });
    }

    private static string OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset => "the connection was reset",
        SocketError.HostNotFound or SocketError.NoData => "the host name was not found",
        SocketError.TryAgain => "the name server did not answer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        _ => $"the connection failed: {error}",
    };

    private static AttemptOutcome Slow(string reason) => new(OutcomeClass.Slow, 0, reason, EndpointFailed: true);

    private static AttemptOutcome Failed(string reason) => new(OutcomeClass.Failed, 0, reason, EndpointFailed: true);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.ToString() : null;
}
