using System.Diagnostics.Metrics;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay;

/// <summary>The metrics of meter <c>EdgeRelay.Relay</c>. No label per webhook, so that their number stays bounded.</summary>
internal static class RelayMeter
{
    public const string Name = "EdgeRelay.Relay";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> DeliveriesTotal = Meter.CreateCounter<long>("edgerelay_deliveries_total");
    private static readonly Counter<long> AttemptsTotal = Meter.CreateCounter<long>("edgerelay_delivery_attempts_total");

    private static readonly Histogram<double> AttemptDuration =
        Meter.CreateHistogram<double>("edgerelay_delivery_attempt_duration_seconds", "s");

    private static readonly Histogram<double> EventToDelivery =
        Meter.CreateHistogram<double>("edgerelay_event_to_delivery_seconds", "s");

    private static readonly Counter<long> DeferredTotal = Meter.CreateCounter<long>("edgerelay_deliveries_deferred_total");
    private static readonly Counter<long> BreakerTotal = Meter.CreateCounter<long>("edgerelay_breaker_transitions_total");
    private static readonly Counter<long> BlockedTotal = Meter.CreateCounter<long>("edgerelay_egress_blocked_total");
    private static readonly Counter<long> VerificationsTotal = Meter.CreateCounter<long>("edgerelay_webhook_verifications_total");
    private static readonly Counter<long> LogDroppedTotal = Meter.CreateCounter<long>("edgerelay_log_rows_dropped_total");

    private static readonly Counter<long> NoticesTotal = Meter.CreateCounter<long>("edgerelay_notices_total");
    private static readonly Counter<long> MailsTotal = Meter.CreateCounter<long>("edgerelay_notice_mails_total");

    private static readonly string[] CodeClasses = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"];
    private static readonly string[] States =
        Array.ConvertAll(Enum.GetNames<DeliveryState>(), name => name.ToLowerInvariant());

    public static void Finished(DeliveryState state) => DeliveriesTotal.Add(1, new KeyValuePair<string, object?>("outcome", States[(int)state]));

    public static void Attempted(int status, double seconds)
    {
        AttemptsTotal.Add(1, new KeyValuePair<string, object?>("code_class", CodeClasses[Math.Clamp(status / 100, 0, 5)]));
        AttemptDuration.Record(seconds);
    }

    public static void Delivered(double seconds) => EventToDelivery.Record(seconds);

    public static void Deferred(OutcomeClass reason) =>
        DeferredTotal.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString().ToLowerInvariant()));

    public static void BreakerTurned(string to) => BreakerTotal.Add(1, new KeyValuePair<string, object?>("to", to));

    public static void Blocked() => BlockedTotal.Add(1, new KeyValuePair<string, object?>("reason", "address"));

    public static void Verified(bool passed) =>
        VerificationsTotal.Add(1, new KeyValuePair<string, object?>("result", passed ? "passed" : "failed"));

    public static void LogDropped(int count) => LogDroppedTotal.Add(count);

    public static void Noticed(LimitKind kind) => NoticesTotal.Add(1, new KeyValuePair<string, object?>("kind", kind switch
    {
        LimitKind.QueueDepth => "queue_depth",
        LimitKind.OldestAge => "oldest_age",
        _ => "failing",
    }));

    public static void Mailed(MailState state) => MailsTotal.Add(1, new KeyValuePair<string, object?>("result", state switch
    {
        MailState.Sent => "sent",
        MailState.GivenUp => "given_up",
        _ => "failed",
    }));

    /// <summary>Publishes the gauges of a dispatcher until the result is disposed.</summary>
    public static IDisposable Observe(Func<RelayGauges> read)
    {
        var meter = new Meter(Name);
        meter.CreateObservableGauge("edgerelay_queue_depth", () => read().Waiting);
        meter.CreateObservableGauge("edgerelay_queue_oldest_age_seconds", () => read().OldestAgeSeconds, "s");
        meter.CreateObservableGauge("edgerelay_deliveries_in_flight", () => read().InFlight);
        meter.CreateObservableGauge("edgerelay_webhooks", () => read().ByStatus);
        return meter;
    }
}
