using System.Globalization;
using System.Net;
using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Checks what a user asks for and finds all faults at once. Pure; what a name resolves to is checked when it is called.</summary>
public static class SubscriptionRules
{
    /// <summary>Longest <c>Authorization</c> value, bytes.</summary>
    public const int MaxAuthorization = 4_096;

    private static readonly string[] Schemes =
        [.. Enum.GetValues<SignatureScheme>().Select(s => s.ToString().ToLowerInvariant())];

    private const double LeastRate = 0.01;
    private const double MostRate = 10_000;
    private const int LeastBatch = 2;
    private const int MostBatch = 100;
    private const int MostBatchWaitMs = 60_000;
    private const int MaxName = 200;
    private const int MaxEmail = 254;

    /// <returns>Every fault, in the order of the fields; empty when the draft may be stored.</returns>
    public static IReadOnlyList<SubscriptionFault> Check(SubscriptionDraft draft, RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(settings);
        var faults = new List<SubscriptionFault>();
        if (string.IsNullOrWhiteSpace(draft.Name) || draft.Name.Length > MaxName)
        {
            faults.Add(Range("/name", $"The name must have 1 to {MaxName} characters."));
        }

        CheckUrl(draft.Url, "/url", settings, faults);
        Word(draft.ContentType, "/content_type", ["json", "form"], faults);
        Word(draft.FormStyle, "/form_style", ["brackets", "payload"], faults);
        CheckProfile(draft, faults);
        CheckEmail(draft.Email, faults);
        AuthorizationRules.Check(draft, settings, faults);
        CheckHeaders(draft.Headers, faults);
        CheckDelivery(draft, faults);
        Word(draft.SignatureScheme, "/signature/scheme", Schemes, faults);
        Word(draft.Ownership, "/ownership", ["check", "challenge", "cloudevents"], faults);
        return faults;
    }

    /// <summary>Whether the host of the URL is listed in <see cref="RelaySettings.TrustedHosts"/>.</summary>
    public static bool IsTrusted(EndpointUrl url, RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(settings);
        return settings.TrustedHosts
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Contains(url.Uri.Host, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The subscription as the operator's present settings see it: a host that is trusted no longer must prove itself. The settings may have changed
    /// since it was stored.
    /// </summary>
    public static Subscription WithTrustOf(RelaySettings settings, Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return subscription.Verification == Verification.Trusted
            && !(EndpointUrl.TryParse(subscription.Url, out var url, out _) && IsTrusted(url, settings))
                ? subscription.After(SubscriptionTurn.LoseProof)!
                : subscription;
    }

    internal static void CheckUrl(string? text, string pointer, RelaySettings settings, List<SubscriptionFault> faults)
    {
        if (!EndpointUrl.TryParse(text, out var url, out var code))
        {
            faults.Add(new SubscriptionFault(code, pointer, code == "url_userinfo"
                ? "The URL holds a user name or password. Put them into the field auth."
                : $"The URL must be an absolute https URL of at most {EndpointUrl.MaxLength} characters, without spaces or a fragment."));
            return;
        }

        if (url.Uri.Scheme != Uri.UriSchemeHttps && !settings.AllowHttp)
        {
            faults.Add(new SubscriptionFault("url_not_https", pointer, "The URL must begin with https://; the operator may allow http by Relay:AllowHttp."));
        }

        // The text is checked for advice only: whatever it is, the address is checked again when a connection is made.
        var address = IPAddress.TryParse(url.Uri.DnsSafeHost, out var literal) ? literal
            : IPAddress.TryParse(url.Uri.IdnHost, out var spelled) ? spelled : null;
        AddressPolicy.TryCreate(settings.AllowPrivateCidrs, out var policy, out _);
        if (address is not null ? !policy.IsAllowed(address) : IsLocalName(url.Uri.IdnHost) && !policy.IsAllowed(IPAddress.Loopback))
        {
            faults.Add(new SubscriptionFault(
                "url_private_address",
                pointer,
                $"{url.Uri.Host} is no public address. The operator may open private ranges by Relay:AllowPrivateCidrs."));
        }
    }

    private static bool IsLocalName(string host) =>
        host.TrimEnd('.') is var name && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));

    private static void CheckProfile(SubscriptionDraft draft, List<SubscriptionFault> faults)
    {
        Word(draft.Profile, "/profile", ["head_data", "standard", "cloudevents"], faults);
        if (draft is { Profile: "cloudevents", ContentType: "form" })
        {
            faults.Add(Range("/profile", "CloudEvents are JSON: use content_type json, or another profile."));
        }
    }

    private static void CheckHeaders(IReadOnlyList<HeaderDraft> headers, List<SubscriptionFault> faults)
    {
        if (headers.Count > HeaderRules.Most)
        {
            faults.Add(Range("/headers", $"A webhook may have {HeaderRules.Most} headers of its own."));
            return;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < headers.Count; i++)
        {
            var header = headers[i];
            var fault = header.Value is null && header.IsStored ? HeaderRules.NameFault(header.Name) : HeaderRules.Fault(header.Name, header.Value);
            fault ??= names.Add(header.Name!) ? null : $"The header {header.Name} stands here twice.";
            if (fault is not null)
            {
                faults.Add(Range(string.Create(CultureInfo.InvariantCulture, $"/headers/{i}"), fault));
            }
        }
    }

    private static void CheckEmail(string? email, List<SubscriptionFault> faults)
    {
        if (email is not null && (email.Length > MaxEmail || email.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at == email.Length - 1)
            || email.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0))
        {
            faults.Add(Range("/email", "The contact must be one e-mail address."));
        }
    }

    private static void CheckDelivery(SubscriptionDraft draft, List<SubscriptionFault> faults)
    {
        Word(draft.Retry, "/delivery/retry", ["standard", "crm", "svix", "onfleet", "motive", "custom"], faults);
        if (draft.Retry == "custom"
            && (draft.WaitsSeconds is not { Count: >= 1 and <= 20 } waits || waits.Any(w => w is < 1 or > 86_400)))
        {
            faults.Add(Range("/delivery/retry/waits_s", "Custom retries need 1 to 20 waits of 1 to 86400 seconds."));
        }

        Between(draft.TimeoutSeconds, 1, 30, "/delivery/timeout_s", faults);
        Between(draft.MaxInFlight, 1, 64, "/delivery/max_in_flight", faults);
        Word(draft.OnFailure, "/delivery/on_failure", ["move_on", "block", "skip_after"], faults);
        Between(draft.SkipAfter, 1, 20, "/delivery/skip_after", faults);
        if ((draft.OnFailure == "skip_after") != draft.SkipAfter is not null)
        {
            faults.Add(Range("/delivery/skip_after", "The number of attempts goes with on_failure skip_after, and that needs it."));
        }

        if (draft.RatePerSecond is { } rate && !(rate is >= LeastRate and <= MostRate))
        {
            faults.Add(Range("/delivery/rate_per_s", string.Create(CultureInfo.InvariantCulture, $"{rate} is out of range: {LeastRate} to {MostRate}.")));
        }

        Between(draft.MaxAgeSeconds, 1, 2_592_000, "/delivery/max_age_s", faults);
        Between(draft.MaxDepth, 1_000, 10_000_000, "/delivery/max_depth", faults);
        CheckBatch(draft, faults);
    }

    private static void CheckBatch(SubscriptionDraft draft, List<SubscriptionFault> faults)
    {
        Between(draft.BatchMax, LeastBatch, MostBatch, "/delivery/batch_max", faults);
        Between(draft.BatchWaitMs, 0, MostBatchWaitMs, "/delivery/batch_wait_ms", faults);
        if (draft is { BatchMax: not null, ContentType: "form" })
        {
            faults.Add(Range("/delivery/batch_max", "A batch is a JSON array, which a form cannot carry: use content_type json, or batch_max null."));
        }

        if (draft is { BatchMax: null, BatchWaitMs: not null })
        {
            faults.Add(Range("/delivery/batch_wait_ms", "The wait goes with batch_max: set both, or neither."));
        }
    }

    private static void Between(int? value, int least, int most, string pointer, List<SubscriptionFault> faults)
    {
        if (value is { } given && (given < least || given > most))
        {
            faults.Add(Range(pointer, string.Create(CultureInfo.InvariantCulture, $"{given} is out of range: {least} to {most}.")));
        }
    }

    internal static void Word(string? value, string pointer, string[] known, List<SubscriptionFault> faults)
    {
        if (value is not null && !known.Contains(value, StringComparer.Ordinal))
        {
            faults.Add(new SubscriptionFault(
                "parameter_out_of_range", pointer, $"\"{value}\" is none of: {string.Join(", ", known)}.", NearestWord.To(value, known)));
        }
    }

    internal static SubscriptionFault Range(string pointer, string message) => new("parameter_out_of_range", pointer, message);
}
