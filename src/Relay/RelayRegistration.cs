using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Retention;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Spilling;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgeRelay.Relay;

/// <summary>Registers Relay in the order in which a message passes through it.</summary>
public static class RelayRegistration
{
    /// <summary>
    /// Adds the durable sender. The host also registers <see cref="Storage.IWriteQueue"/> and <see cref="ISecretProtector"/>, and has
    /// its tables in place before the hosted services start.
    /// </summary>
    public static IServiceCollection AddRelay(
        this IServiceCollection services, RelaySettings settings, SmtpSettings mail, RelayDatabases databases, DeliveryRetention retention)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(mail);
        services.AddSingleton(databases);
        services.AddSingleton(retention);
        services.AddSingleton<SubscriptionBook>();
        services.AddSingleton<Outbox.Outbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<Outbox.Outbox>());
        services.AddSingleton<EgressPolicy>();
        services.AddSingleton<GuardedHandler>();
        services.AddSingleton<OwnershipCheck>();
        services.AddSingleton<AttemptLog>();
        services.AddHostedService(provider => provider.GetRequiredService<AttemptLog>());
        services.AddSingleton<DeliveryDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryDispatcher>());
        services.AddHostedService<SpillDrain>();
        services.AddSingleton<DeliveryRecovery>();
        services.AddHostedService<DeliverySweep>();
        services.AddSingleton<MailSender>();
        services.AddHostedService(provider => provider.GetRequiredService<MailSender>());
        services.AddHostedService<LimitWatch>();
        return services;
    }
}
