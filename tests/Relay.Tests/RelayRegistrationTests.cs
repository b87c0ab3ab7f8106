using System.ComponentModel.DataAnnotations;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Retention;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeRelay.Relay.Tests;

public sealed class RelayRegistrationTests
{
    [Fact]
    public async Task A_host_gets_the_whole_pipeline_from_one_call()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IWriteQueue>(new TestWriter(connection));
        services.AddSingleton<ISecretProtector>(new PlainProtector());
        services.AddRelay(
            new RelaySettings(),
            new SmtpSettings(),
            new RelayDatabases("Data Source=core.db;Mode=ReadOnly", "Data Source=log.db"),
            new DeliveryRetention(TimeSpan.FromDays(30), TimeSpan.FromDays(1), long.MaxValue));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(provider.GetRequiredService<IOutbox>());
        Assert.NotNull(provider.GetRequiredService<OwnershipCheck>());
        Assert.Contains(provider.GetRequiredService<DeliveryDispatcher>(), provider.GetServices<IHostedService>());
        Assert.Single(provider.GetServices<IHostedService>().OfType<DeliverySweep>());
    }

    [Fact]
    public void The_default_settings_are_within_their_bounds()
    {
        var settings = new RelaySettings();

        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
    }
}
