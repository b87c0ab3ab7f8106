using System.Collections.Frozen;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>An account's configuration as the lanes see it: the rule book, and who wants which event. Immutable; safe from any thread.</summary>
internal sealed class AccountBook
{
    private readonly FrozenDictionary<string, SubscribedTrigger[]> _subscribed;
    private readonly LandmarkNames _landmarkNames;

    public AccountBook(AccountConfiguration configuration)
    {
        Configuration = configuration;
        Rules = Build(configuration);
        _subscribed = configuration.Triggers
            .GroupBy(t => t.Trigger.Detection.Canonical, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(t => t.WebhookId).ToArray(), StringComparer.Ordinal);
        _landmarkNames = new LandmarkNames(configuration.Landmarks);
    }

    /// <summary>What the book was made from; a change of a part of it begins with the rest.</summary>
    public AccountConfiguration Configuration { get; }

    public RuleBook Rules { get; }

    /// <summary>Since when some enabled webhook has asked for it without a break; null when none does.</summary>
    public Instant? AskedSince(Detection detection) => Rules.Detections.FirstOrDefault(d => d == detection)?.EffectiveFrom;

    /// <summary>
    /// Appends the message to send for <paramref name="found"/>, if any webhook of the account wants it. What their filters held back is kept for a
    /// while, sent to nobody, so that it can be told why.
    /// </summary>
    public void Publish(RuleEvent found, VehicleRef vehicle, CoolDowns coolDowns, List<OutboxMessage> messages)
    {
        var wanted = WhoWants(found, vehicle, coolDowns, out var heldBack);
        if (wanted is not null || (heldBack && Configuration.Settings.UnsentEventHours > 0))
        {
            messages.Add(new OutboxMessage
            {
                Id = found.Id.ToGuid(),
                OccurredMs = found.OccurredAt.UnixMilliseconds,
                AccountId = vehicle.Key.AccountId,
                Type = found.Detection.Type,
                Topic = found.Detection.Canonical,
                OrderingKey = vehicle.Key.VehicleId,
                ReplaceKey = ReplaceKeyOf(found),
                Data = EventPayload.Render(
                    found,
                    new EventPayloadContext { Vehicle = vehicle.Profile, Landmarks = _landmarkNames, Drivers = Configuration.Drivers.Names }),
                WebhookIds = wanted ?? [],
            });
        }
    }

    /// <summary>Reports of how something is now may give way to newer ones. What tells of a change, or comes late, must not be lost.</summary>
    private static string? ReplaceKeyOf(RuleEvent found) => found is not { Kind: EventKind.Report, Late: false } ? null : found.Detection switch
    {
        Detection.Location => "location",
        Detection.Temperature => "temperature " + found.Subject,
        Detection.Heartbeat => "heartbeat",
        _ => null,
    };

    /// <summary>Decides who gets the event and notes it for the cool-downs. A replay repeats the decision for the notes alone.</summary>
    /// <returns>The webhooks, ascending, each once; null when none wants it.</returns>
    public List<long>? WhoWants(RuleEvent found, VehicleRef vehicle, CoolDowns coolDowns) => WhoWants(found, vehicle, coolDowns, out _);

    /// <param name="heldBack">A filter decided against somebody, and somebody may ask why.</param>
    private List<long>? WhoWants(RuleEvent found, VehicleRef vehicle, CoolDowns coolDowns, out bool heldBack)
    {
        heldBack = false;
        if (!_subscribed.TryGetValue(found.Detection.Canonical, out var subscribed))
        {
            return null;
        }

        List<long>? webhooks = null;
        foreach (var candidate in subscribed)
        {
            var filter = candidate.Trigger.Filter;
            var lastSent = filter.CoolDownSeconds > 0 ? coolDowns.LastSent(candidate.WebhookId, candidate.Index) : null;
            var verdict = filter.Matches(found, lastSent, Configuration.Landmarks, vehicle.Groups);
            if (verdict != FilterVerdict.Matches)
            {
                // That nobody asked for ends and corrections needs no proof; readings would fill the disk.
                heldBack |= verdict is not (FilterVerdict.EndNotWanted or FilterVerdict.CorrectionNotWanted) && !IsReading(found);
                continue;
            }

            if (filter.CoolDownSeconds > 0 && found.Kind != EventKind.Corrected && !(found.OccurredAt < lastSent))
            {
                coolDowns.Sent(candidate.WebhookId, candidate.Index, found.OccurredAt);
            }

            if (webhooks is null || webhooks[^1] != candidate.WebhookId)
            {
                (webhooks ??= []).Add(candidate.WebhookId);
            }
        }

        return webhooks;
    }

    private static bool IsReading(RuleEvent found) =>
        found.Kind == EventKind.Report
        && found.Detection is Detection.Location or Detection.Speed or Detection.PostedSpeed or Detection.Temperature;

    /// <summary>One book of rules for each time of the settings, the newest knowing the others; all else is the same in them.</summary>
    private static RuleBook Build(AccountConfiguration configuration)
    {
        // Of equal ones the oldest counts: the others joined it.
        Detection[] detections =
        [
            .. configuration.Triggers.Select(t => t.Trigger.Detection)
                .GroupBy(d => d.Canonical, StringComparer.Ordinal)
                .Select(equal => equal.MinBy(d => d.EffectiveFrom?.UnixMilliseconds ?? long.MinValue)!),
        ];
        RuleBook? book = null;
        foreach (var era in configuration.Rules)
        {
            book = new RuleBook
            {
                Version = configuration.Version,
                SettingsFromMs = era.FromMs,
                Former = book,
                Profile = era.Settings.Profile,
                Detections = detections,
                Late = era.Settings.Late,
                Landmarks = configuration.Landmarks,
                Drivers = configuration.Drivers.Tags,
                Filters = era.Settings.Filters,
                Ignition = era.Settings.Ignition,
                Idle = era.Settings.Idle,
                Trips = era.Settings.Trips,
                DriverRules = era.Settings.Drivers,
                Roads = configuration.Roads,
                LimitOrder = era.Settings.LimitOrder,
            };
        }

        return book ?? throw new ArgumentException("Settings that count always are missing.", nameof(configuration));
    }
}
