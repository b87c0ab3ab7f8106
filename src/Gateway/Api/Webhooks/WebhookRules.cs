using System.Globalization;
using System.Text.Json;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Vehicles;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Finds every fault of a request for a webhook, or makes it a <see cref="CheckedWebhook"/>. Pure.</summary>
internal static class WebhookRules
{
    private const int MaxVehicles = 1_000;

    /// <param name="present">The webhook that is changed; null for a new one.</param>
    /// <param name="groups">The account's vehicle groups.</param>
    public static Parsed<CheckedWebhook> Check(
        WebhookRequest request,
        Subscription? present,
        RelaySettings settings,
        ISecretProtector protector,
        IReadOnlySet<long> groups)
    {
        var faults = new List<ProblemFault>();
        var retry = ReadRetry(request.Delivery?.Retry, faults);
        var draft = DraftOf(request, retry, present);
        faults.AddRange(SubscriptionRules.Check(draft, settings).Select(f => new ProblemFault(f.Pointer, f.Code, f.Message, f.Nearest)));
        var triggers = ReadTriggers(request, faults);
        CheckScope(request.Scope, groups, faults);
        CheckGroups(triggers, groups, faults);
        var certificate = CertificateReader.Read(request.ClientCertificate, present, protector, faults);
        if (faults.Count > 0)
        {
            return ApiProblem.Of(faults);
        }

        var selection = new WebhookSelection(
            triggers, VehicleChoice.Of(request.Scope?.Vehicles ?? [], request.Scope?.Groups ?? []));
        return EndpointUrl.TryParse(request.Url, out var url, out var code)
            ? new CheckedWebhook(draft, url, selection, certificate, request.Enabled ?? false)
            : ApiProblem.Of([new ProblemFault("/url", code, null)]);
    }

    private static SubscriptionDraft DraftOf(WebhookRequest request, WebhookRetry? retry, Subscription? present) => new()
    {
        Name = request.Name,
        Url = request.Url,
        ContentType = request.ContentType,
        FormStyle = request.FormStyle,
        Profile = request.Profile,
        Email = request.Email,
        AuthType = request.Auth?.Type,
        AuthUser = request.Auth?.Type == "oauth2" ? request.Auth.ClientId : request.Auth?.Username,
        AuthSecret = request.Auth?.Type switch
        {
            "header" => request.Auth.Value,
            "bearer" => request.Auth.Token,
            "oauth2" => request.Auth.ClientSecret,
            _ => request.Auth?.Password,
        },
        AuthSecretIsSet = present?.AuthSecret is not null && Words.Of(present.Auth) == request.Auth?.Type,
        TokenUrl = request.Auth?.TokenUrl,
        TokenScope = request.Auth?.Scope,
        TokenAudience = request.Auth?.Audience,
        ClientAuth = request.Auth?.ClientAuth,
        Headers = HeadersOf(request.Headers ?? [], present),
        SignatureScheme = request.Signature?.Scheme,
        Ownership = request.Ownership,
        Retry = retry?.Preset,
        WaitsSeconds = retry?.WaitsS,
        TimeoutSeconds = request.Delivery?.TimeoutS,
        MaxInFlight = request.Delivery?.MaxInFlight,
        OnFailure = request.Delivery?.OnFailure,
        SkipAfter = request.Delivery?.SkipAfter,
        RatePerSecond = request.Delivery?.RatePerS,
        MaxAgeSeconds = request.Delivery?.MaxAgeS,
        Coalesce = request.Delivery?.Coalesce,
        BatchMax = request.Delivery?.BatchMax,
        BatchWaitMs = request.Delivery?.BatchWaitMs,
        MaxDepth = request.Delivery?.MaxDepth,
    };

    private static HeaderDraft[] HeadersOf(IReadOnlyList<WebhookHeader> headers, Subscription? present)
    {
        var stored = CustomHeader.Read(present?.Headers);
        return
        [
            .. headers.Select(h => new HeaderDraft(
                h.Name,
                h.Value,
                h.Secret ?? false,
                h.Secret is true && stored.Any(s => s.Secret && s.Name.Equals(h.Name, StringComparison.OrdinalIgnoreCase)))),
        ];
    }

    private static WebhookRetry? ReadRetry(JsonElement? retry, List<ProblemFault> faults)
    {
        const string Place = "/delivery/retry";
        switch (retry?.ValueKind)
        {
            case null:
                return null;

            case JsonValueKind.String:
                return new WebhookRetry { Preset = retry.Value.GetString() };

            case JsonValueKind.Object when StrictJson.TryRead<WebhookRetry>(retry.Value, Place, faults) is { } read:
                return read with { Preset = read.Preset ?? "custom" };

            case JsonValueKind.Object:
                return null;

            default:
                faults.Add(new ProblemFault(Place, ApiErrors.InvalidRequest.Code, "A preset's name or an object with preset and waits_s is expected."));
                return null;
        }
    }

    private static IReadOnlyList<Trigger> ReadTriggers(WebhookRequest request, List<ProblemFault> faults)
    {
        var found = new List<TriggerFault>();
        IReadOnlyList<Trigger> triggers = [];
        if (request.Triggers is { } json && request.Events is null)
        {
            triggers = TriggerParser.ParseAll(json, "/triggers", found);
        }
        else if (request.Events is { Count: > 0 and <= TriggerParser.MostTriggers } events && request.Triggers is null)
        {
            triggers = [.. events.Select((e, i) => ReadEvent(e, i, faults)).OfType<Trigger>().DistinctBy(t => t.Detection)];
        }
        else
        {
            faults.Add(new ProblemFault(
                "/triggers",
                ApiErrors.InvalidRequest.Code,
                request.Triggers is null
                    ? $"A webhook needs 1 to {TriggerParser.MostTriggers} triggers, or their short form events."
                    : "Give triggers or events, not both."));
        }

        faults.AddRange(found.Select(f => new ProblemFault(f.Pointer, f.Code.WireName(), f.Detail, f.Nearest)));
        return triggers;
    }

    private static Trigger? ReadEvent(string? word, int index, List<ProblemFault> faults)
    {
        if (word is not null && EventTypes.Recognize(word) is { } type)
        {
            return Trigger.WithDefaults(type);
        }

        var place = string.Create(CultureInfo.InvariantCulture, $"/events/{index}");
        var nearest = word is null ? null : NearestWord.To(word, [.. EventTypes.All.Select(t => t.Key)]);
        faults.Add(new ProblemFault(place, ApiErrors.UnknownEvent.Code, $"\"{word}\" is no event type.", nearest));
        return null;
    }

    private static void CheckScope(WebhookScope? scope, IReadOnlySet<long> known, List<ProblemFault> faults)
    {
        foreach (var (index, group) in (scope?.Groups ?? []).Index().Where(g => !known.Contains(g.Item)))
        {
            faults.Add(NoGroup(string.Create(CultureInfo.InvariantCulture, $"/scope/groups/{index}"), group));
        }

        if (scope?.Vehicles is { } vehicles
            && (vehicles.Count > MaxVehicles || vehicles.Any(v => VehicleRules.CheckId(v) is not null)))
        {
            faults.Add(new ProblemFault(
                "/scope/vehicles", ApiErrors.ParameterOutOfRange.Code, $"At most {MaxVehicles} vehicle ids are expected."));
        }
    }

    // A trigger that could not be read is missing here, and then its followers' places would be wrong: its own fault is told first.
    private static void CheckGroups(IReadOnlyList<Trigger> triggers, IReadOnlySet<long> known, List<ProblemFault> faults)
    {
        if (faults.Any(f => f.Pointer.StartsWith("/triggers", StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var (index, trigger) in triggers.Index())
        {
            faults.AddRange(trigger.Filter.Vehicles.Groups.Where(g => !known.Contains(g)).Order()
                .Select(g => NoGroup(string.Create(CultureInfo.InvariantCulture, $"/triggers/{index}/groups"), g)));
        }
    }

    private static ProblemFault NoGroup(string pointer, long group) =>
        new(pointer, ApiErrors.UnknownGroup.Code, string.Create(CultureInfo.InvariantCulture, $"There is no vehicle group {group}."));
}
