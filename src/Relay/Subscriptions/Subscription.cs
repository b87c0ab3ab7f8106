namespace EdgeRelay.Relay.Subscriptions;

/// <summary>
/// One endpoint that wants messages: the row of table <c>webhook</c>. The host creates and edits it; Relay itself changes only
/// <see cref="Hold"/>, <see cref="Verification"/>, <see cref="LastStatus"/>, <see cref="FailingSinceMs"/> and <see cref="Failures"/>.
/// </summary>
/// <remarks>Times are Unix ms. An instance given to <see cref="SubscriptionBook"/> must not be changed afterwards.</remarks>
public sealed record Subscription
{
    public const int DefaultBatchWaitMs = 1_000;

    /// <summary><see cref="MaxDepth"/> where nothing else is asked for.</summary>
    public const int DefaultMaxDepth = 100_000;

    /// <summary>Given by the database; never used again after a delete. Shown in the grid and as <c>head.webhook_id</c>.</summary>
    public long Id { get; set; }

    public long AccountId { get; set; }

    public required string Name { get; set; }

    /// <summary>The absolute URL, as <see cref="EndpointUrl"/> accepted it.</summary>
    public required string Url { get; set; }

    public BodyFormat ContentType { get; set; }

    public FormStyle FormStyle { get; set; }

    public BodyProfile Profile { get; set; }

    /// <summary>Who is told about trouble; null for nobody.</summary>
    public string? Email { get; set; }

    /// <summary>Owner's name, sent as <c>head.username</c>.</summary>
    public required string UserName { get; set; }

    public AuthKind Auth { get; set; }

    /// <summary>User name for <see cref="AuthKind.Basic"/>; the client's id for <see cref="AuthKind.Oauth2"/>.</summary>
    public string? AuthUser { get; set; }

    /// <summary>Basic password, whole header value, token or client secret, as <see cref="ISecretProtector"/> protected it.</summary>
    public string? AuthSecret { get; set; }

    /// <summary><see cref="OAuthOptions"/> of <see cref="AuthKind.Oauth2"/>, as JSON; else null.</summary>
    public string? AuthOptions { get; set; }

    /// <summary>The <see cref="CustomHeader"/>s as JSON; null for none.</summary>
    public string? Headers { get; set; }

    /// <summary>The <see cref="EndpointCertificate"/> as JSON; null for none.</summary>
    public string? ClientCertificate { get; set; }

    public OwnershipMethod Ownership { get; set; }

    public SignatureScheme SignatureScheme { get; set; }

    /// <summary>The signing secret (<c>whsec_…</c>), protected.</summary>
    public required string Secret { get; set; }

    /// <summary>The <see cref="OldSecret"/>s as JSON, which sign too until their time; null for none.</summary>
    public string? OldSecrets { get; set; }

    public RetryPreset Retry { get; set; }

    /// <summary>Waits of <see cref="RetryPreset.Custom"/> in whole seconds, separated by commas; else null.</summary>
    public string? RetryWaits { get; set; }

    /// <summary>Deadline of a whole attempt, 1 to 30 s.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>Most requests open at once, 1 to 64. 1 is strict first in, first out.</summary>
    public int MaxInFlight { get; set; } = 16;

    /// <summary>Most messages a second, retries included; null for no limit.</summary>
    public double? RatePerSecond { get; set; }

    public FailureMode OnFailure { get; set; }

    /// <summary>Attempts of a lane's head after which <see cref="FailureMode.SkipAfter"/> goes on; 0 for the other modes.</summary>
    public int SkipAfter { get; set; }

    /// <summary>Whether a waiting message gives way to a newer one of its ordering key that may replace it.</summary>
    public bool Coalesce { get; set; }

    /// <summary>Age at which a waiting message is not sent any more, seconds; null for never.</summary>
    public int? MaxAgeSeconds { get; set; }

    /// <summary>Most messages in one request, 2 to 100; null sends each by itself. JSON only.</summary>
    public int? BatchMax { get; set; }

    /// <summary>Longest time that a message waits for others to go with, 0 to 60,000 ms. Without <see cref="BatchMax"/> of no effect.</summary>
    public int BatchWaitMs { get; set; } = DefaultBatchWaitMs;

    /// <summary>
    /// Waiting deliveries that count as full: beyond them messages wait as events only, and what is told of the queue's depth is told in percent of
    /// it. 1,000 to 10,000,000.
    /// </summary>
    public int MaxDepth { get; set; } = DefaultMaxDepth;

    /// <summary>The user's wish. Relay never changes it.</summary>
    public bool Enabled { get; set; }

    public Verification Verification { get; set; }

    public HoldReason Hold { get; set; }

    /// <summary>First failure since the last success; null while all is well.</summary>
    public long? FailingSinceMs { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Status of the latest answer; 0 when the latest attempt got none; null before the first.</summary>
    public int? LastStatus { get; set; }

    public long CreatedMs { get; set; }

    /// <summary>Counts changes; the host's ETag and concurrency token.</summary>
    public int Version { get; set; } = 1;

    /// <summary>What the host needs to choose messages: JSON that Relay does not read.</summary>
    public string Selection { get; set; } = "{}";

    public SubscriptionState State => new(Enabled, Verification, Hold);

    /// <summary>True when messages may leave. Otherwise they are kept and wait.</summary>
    public bool MaySend => State.MaySend;

    /// <param name="failing">Whether the dispatcher finds the endpoint failing at the moment.</param>
    public SubscriptionStatus StatusWhen(bool failing) => State.StatusWhen(failing);

    /// <returns>The subscription after the turn; null when it is not legal in its state.</returns>
    public Subscription? After(SubscriptionTurn turn) => SubscriptionMachine.After(State, turn) is { } next
        ? this with { Enabled = next.Enabled, Verification = next.Verification, Hold = next.Hold }
        : null;
}
