using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EdgeRelay.Relay.Storage;

/// <summary>Maps Relay's tables into a context of the host.</summary>
public static class RelayTables
{
    /// <summary>Maps <c>webhook</c>, <c>event</c>, <c>delivery</c>, <c>notice</c> and <c>spilled</c>, as <see cref="RelaySchema"/> makes them.</summary>
    public static ModelBuilder MapRelayTables(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var webhook = model.Entity<Subscription>();
        webhook.ToTable("webhook").HasKey(s => s.Id);
        webhook.Ignore(s => s.MaySend);
        webhook.Ignore(s => s.State);
        webhook.Property(s => s.Version).IsConcurrencyToken();
        NameColumns(webhook);

        var happened = model.Entity<EventRow>();
        happened.ToTable("event").HasKey(e => e.Id);
        happened.Ignore(e => e.Key);
        NameColumns(happened);

        var delivery = model.Entity<DeliveryRow>();
        delivery.ToTable("delivery").HasKey(d => d.Id);
        NameColumns(delivery);

        var notice = model.Entity<NoticeRow>();
        notice.ToTable("notice").HasKey(n => n.Id);
        NameColumns(notice);

        var spilled = model.Entity<SpilledRow>();
        spilled.ToTable("spilled").HasKey(s => new { s.WebhookId, s.EventRow });
        NameColumns(spilled);
        return model;
    }

    /// <summary>Maps <c>attempt</c> of the log database, as <see cref="LogSchema"/> makes it.</summary>
    public static ModelBuilder MapAttemptLog(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var attempt = model.Entity<AttemptRow>();
        attempt.ToTable("attempt").HasKey(a => a.Id);
        NameColumns(attempt);
        return model;
    }

    private static void NameColumns<T>(EntityTypeBuilder<T> entity)
        where T : class
    {
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
