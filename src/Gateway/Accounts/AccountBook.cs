using System.Collections.Concurrent;
using System.Collections.Frozen;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>An account's configuration as the lanes see it: the rule book, and who wants which event. Immutable; safe from any thread.</summary>
internal sealed class AccountBook
{
    private readonly AccountConfiguration _configuration;
    private readonly FrozenDictionary<string, SubscribedTrigger[]> _subscribed;
    private readonly LandmarkNames _landmarkNames;
    private readonly long _latestEffectiveMs;
    private readonly ConcurrentDictionary<long, RuleBook> _earlier = new();

    public AccountBook(AccountConfiguration configuration)
    {
        _configuration = configuration;
        Rules = Build(long.MaxValue);
        _subscribed = configuration.Triggers
            .GroupBy(t => t.Trigger.Detection.Canonical, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(t => t.WebhookId).ToArray(), StringComparer.Ordinal);
        _landmarkNames = LandmarkNames.Of(configuration.Landmarks.Select(l => l.Landmark));
        _latestEffectiveMs = EffectiveTimes().DefaultIfEmpty(long.MinValue).Max();
    }

    public RuleBook Rules { get; }

    /// <summary>
    /// The rule book as it was for a sample received then: what took effect later is not in it. Only a replay asks for an earlier one.
    /// </summary>
    public RuleBook AsOf(Instant received)
    {
        if (received.UnixMilliseconds >= _latestEffectiveMs)
        {
            return Rules;
        }

        // All instants between two changes share one book.
        var boundary = EffectiveTimes().Where(t => t <= received.UnixMilliseconds).DefaultIfEmpty(long.MinValue).Max();
        return _earlier.GetOrAdd(boundary, Build);
    }

    /// <summary>Appends the message to send for <paramref name="found"/>, if any webhook of the account wants it.</summary>
    public void Publish(RuleEvent found, VehicleRef vehicle, CoolDowns coolDowns, List<OutboxMessage> messages)
    {
        if (WhoWants(found, coolDowns) is { } webhooks)
        {
            messages.Add(new OutboxMessage
            {
                Id = found.Id.ToGuid(),
                OccurredMs = found.OccurredAt.UnixMilliseconds,
                AccountId = vehicle.Key.AccountId,
                Type = found.Detection.Type,
                OrderingKey = vehicle.Key.VehicleId,
                Data = EventPayload.Render(
                    found, new EventPayloadContext { Vehicle = vehicle.Profile, Landmarks = _landmarkNames }),
                WebhookIds = webhooks,
            });
        }
    }

    /// <summary>Decides who gets the event and notes it for the cool-downs. A replay repeats the decision for the notes alone.</summary>
    /// <returns>The webhooks, ascending, each once; null when none wants it.</returns>
    public List<long>? WhoWants(RuleEvent found, CoolDowns coolDowns)
    {
        if (!_subscribed.TryGetValue(found.Detection.Canonical, out var subscribed))
        {
            return null;
        }

        List<long>? webhooks = null;
        foreach (var candidate in subscribed)
        {
            var filter = candidate.Trigger.Filter;
            var lastSent = filter.CoolDownSeconds > 0 ? coolDowns.LastSent(candidate.WebhookId, candidate.Index) : null;
            if (filter.Matches(found, lastSent) != FilterVerdict.Matches)
            {
                continue;
            }

            if (filter.CoolDownSeconds > 0)
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

    private RuleBook Build(long receivedMs) => new()
    {
        Version = _configuration.Version,
        Profile = _configuration.Profile,
        Detections =
        [
            .. _configuration.Triggers
                .Where(t => t.EffectiveFromMs <= receivedMs)
                .Select(t => t.Trigger.Detection)
                .Distinct<Detection>(),
        ],
        Landmarks = receivedMs == long.MaxValue || receivedMs >= LatestLandmarkMs()
            ? _configuration.LandmarkIndex
            : LandmarkIndex.Build(
                [.. _configuration.Landmarks.Where(l => l.EffectiveFromMs <= receivedMs).Select(l => l.Landmark)]),
        Drivers = DriverDirectory.Empty,
    };

    private long LatestLandmarkMs() =>
        _configuration.Landmarks.Count == 0 ? long.MinValue : _configuration.Landmarks.Max(l => l.EffectiveFromMs);

    private IEnumerable<long> EffectiveTimes() =>
        _configuration.Triggers.Select(t => t.EffectiveFromMs).Concat(_configuration.Landmarks.Select(l => l.EffectiveFromMs));
}
