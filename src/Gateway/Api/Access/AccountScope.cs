using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Access;

/// <summary>What a caller may see, in one place: every query of the API begins here.</summary>
internal static class AccountScope
{
    public static IQueryable<Subscription> WebhooksOf(this CoreContext context, Caller caller) =>
        context.Set<Subscription>().Where(s => s.AccountId == caller.AccountId);

    public static IQueryable<LandmarkRow> LandmarksOf(this CoreContext context, Caller caller) =>
        context.Landmarks.Where(l => l.AccountId == caller.AccountId);

    public static IQueryable<VehicleRow> VehiclesOf(this CoreContext context, Caller caller) =>
        context.Vehicles.Where(v => v.AccountId == caller.AccountId);

    public static IQueryable<VehicleGroupRow> GroupsOf(this CoreContext context, Caller caller) =>
        context.VehicleGroups.Where(g => g.AccountId == caller.AccountId);

    public static IQueryable<DriverRow> DriversOf(this CoreContext context, Caller caller) =>
        context.Drivers.Where(d => d.AccountId == caller.AccountId);

    public static IQueryable<RuleSettingsRow> RuleSettingsOf(this CoreContext context, Caller caller) =>
        context.RuleSettings.Where(s => s.AccountId == caller.AccountId);

    public static IQueryable<DeadLetterRow> DeadLettersOf(this CoreContext context, Caller caller) =>
        context.DeadLetters.Where(d => d.AccountId == caller.AccountId);

    public static IQueryable<NoticeRow> NoticesOf(this CoreContext context, Caller caller) =>
        context.Set<NoticeRow>().Where(n => n.AccountId == caller.AccountId);

    public static IQueryable<EventRow> EventsOf(this CoreContext context, Caller caller) =>
        context.Set<EventRow>().Where(e => e.AccountId == caller.AccountId);

    /// <summary>A delivery is its event's: it stays to be seen after its webhook was deleted.</summary>
    public static IQueryable<DeliveryRow> DeliveriesOf(this CoreContext context, Caller caller) =>
        context.Set<DeliveryRow>()
            .Where(d => context.Set<EventRow>().Any(e => e.Id == d.EventRow && e.AccountId == caller.AccountId));
}
