using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Gets access tokens by client credentials (RFC 6749, section 4.4) and keeps them until shortly before they end. Whoever needs the same token
/// at the same time waits for one request. Through the guard, like everything that leaves the process. Thread-safe.
/// </summary>
internal sealed class OAuthTokens(GuardedHandler handler, TimeProvider time)
{
    /// <summary>Clients whose tokens are kept; beyond it those that ended go, and then all, to be asked for again.</summary>
    public const int MostClients = 10_000;

    private const int MaxAnswer = 32 * 1_024;

    /// <summary>How long a token counts whose answer does not say.</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(5);

    /// <summary>A token this near to its end is asked for anew; of a short-lived one a tenth of its life.</summary>
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromSeconds(60);

    /// <summary>A refusal counts for so long for all who need the token, so that a broken token server is not asked by every message.</summary>
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept> _byClient = new(StringComparer.Ordinal);

    /// <param name="refused">A token that the receiver answered by 401; another one is asked for. Null for none.</param>
    /// <returns>A token or why there is none; never throws for what the token server does.</returns>
    /// <exception cref="OperationCanceledException">The caller's time is up.</exception>
    public async ValueTask<TokenAnswer> GetAsync(OAuthClient client, AuthenticationHeaderValue? refused, CancellationToken cancellation)
    {
        var kept = Find(client.Key);
        await kept.Turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (kept.Answer is { } known && time.GetUtcNow() < kept.Until
                && (known.Authorization is null || !ReferenceEquals(known.Authorization, refused)))
            {
                return known;
            }

            var (answer, life) = await AskAsync(client, cancellation).ConfigureAwait(false);
            (kept.Answer, kept.Until) = (answer, time.GetUtcNow() + life);
            return answer;
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    private static HttpRequestMessage CreateRequest(OAuthClient client)
    {
        var fields = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add(new(name, value));
            }
        }

        Add("scope", client.Options.Scope);
        Add("audience", client.Options.Audience);
        var request = new HttpRequestMessage(HttpMethod.Post, client.TokenUrl);
        request.Headers.UserAgent.Add(RequestHeaders.UserAgent);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (client.Options.InBody)
        {
            Add("client_id", client.Id);
            Add("client_secret", client.Secret);
        }
        else
        {
            // Both are form-encoded before they are joined (RFC 6749, section 2.3.1).
            request.Headers.Authorization = Credentials.Basic(Uri.EscapeDataString(client.Id), Uri.EscapeDataString(client.Secret));
        }

        request.Content = new FormUrlEncodedContent(fields);
        return request;
    }

    private static (TokenAnswer Answer, TimeSpan Life) Refused(string reason) =>
        (new TokenAnswer(null, "no OAuth2 token: " + reason), RefusalLasts);

    private static (TokenAnswer Answer, TimeSpan Life) Read(ReadOnlySpan<byte> answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("access_token", out var token)
                || token.ValueKind != JsonValueKind.String || Credentials.Bearer(token.GetString()!) is not { } authorization)
            {
                return Refused("the token server's answer has no access_token that can stand in a header");
            }

            if (root.TryGetProperty("token_type", out var type)
                && (type.ValueKind != JsonValueKind.String || !string.Equals(type.GetString(), "Bearer", StringComparison.OrdinalIgnoreCase)))
            {
                return Refused("the token server gave a token that is no bearer token");
            }

            return (new TokenAnswer(authorization, null), LifeOf(root));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Refused("the token server's answer is no JSON");
        }
    }

    /// <summary>Some servers write the seconds as text.</summary>
    private static TimeSpan LifeOf(JsonElement root)
    {
        if (!root.TryGetProperty("expires_in", out var field)
            || !double.TryParse(field.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || !(seconds > 0))
        {
            return UsualLife;
        }

        var life = TimeSpan.FromSeconds(Math.Min(seconds, 86_400));
        return life - (life / 10 < BeforeEnd ? life / 10 : BeforeEnd);
    }

    private Kept Find(string key)
    {
        lock (_gate)
        {
            if (_byClient.TryGetValue(key, out var kept))
            {
                return kept;
            }

            if (_byClient.Count >= MostClients)
            {
                var now = time.GetUtcNow();
                foreach (var ended in _byClient.Where(k => k.Value.Until <= now).Select(k => k.Key).ToArray())
                {
                    _byClient.Remove(ended);
                }

                if (_byClient.Count >= MostClients)
                {
                    _byClient.Clear();
                }
            }

            return _byClient[key] = new Kept();
        }
    }

    private async Task<(TokenAnswer Answer, TimeSpan Life)> AskAsync(OAuthClient client, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = CreateRequest(client);
            using var response = await handler.SendAsync(request, both.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return Refused(string.Create(CultureInfo.InvariantCulture, $"the token server answered {(int)response.StatusCode}"));
            }

            var answer = new byte[MaxAnswer];
            var stream = await response.Content.ReadAsStreamAsync(both.Token).ConfigureAwait(false);
            var read = await stream.ReadAtLeastAsync(answer, MaxAnswer, throwOnEndOfStream: false, both.Token).ConfigureAwait(false);
            return read == MaxAnswer ? Refused($"the token server's answer is larger than {MaxAnswer} bytes") : Read(answer.AsSpan(0, read));
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or EgressBlockedException)
        {
            cancellation.ThrowIfCancellationRequested();
            return Refused("of the token server: " + AnswerClass.OfFailure(e, deadline.IsCancellationRequested, (int)Deadline.TotalSeconds).Reason);
        }
    }

    /// <summary>The latest answer of one client; changed only by whoever has the turn.</summary>
    private sealed class Kept
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public TokenAnswer? Answer { get; set; }

        public DateTimeOffset Until { get; set; }
    }
}
