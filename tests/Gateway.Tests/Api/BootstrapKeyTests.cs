using System.Net;
using System.Net.Sockets;
using EdgeRelay.Gateway.Api;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Api;

public sealed class BootstrapKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public void The_random_key_is_made_once()
    {
        var database = NewDatabase();

        Assert.NotNull(MakeFirst(database));
        Assert.Null(MakeFirst(database));
    }

    [Fact]
    public async Task The_key_that_was_set_belongs_to_account_1_and_no_other_is_made()
    {
        var database = NewDatabase();

        BootstrapKey.Ensure(database, new AdminSettings { ApiKey = "a-key-of-my-own-choice" }, _clock);

        Assert.Null(MakeFirst(database));
        Assert.Equal(1, (await new ApiKeys(database).Find("a-key-of-my-own-choice", default))?.AccountId);
    }

    [Fact]
    public async Task A_key_that_is_set_later_is_added_to_the_first_one()
    {
        var database = NewDatabase();
        var first = MakeFirst(database)!;

        BootstrapKey.Ensure(database, new AdminSettings { ApiKey = "a-key-of-my-own-choice" }, _clock);

        var keys = new ApiKeys(database);
        Assert.NotNull(await keys.Find(first, default));
        Assert.NotNull(await keys.Find("a-key-of-my-own-choice", default));
    }

    [Fact]
    public void Keys_are_stored_as_hashes_only()
    {
        var database = NewDatabase();
        var key = MakeFirst(database)!;

        using var core = database.Read();
        var row = core.ApiKeys.Single();

        Assert.Equal(ApiKeyText.HashOf(key), row.Hash);
        Assert.Equal(key[..11], row.Prefix);
    }

    [Fact]
    public async Task A_start_that_fails_leaves_the_key_to_the_next_one()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var settings = GatewayFixture.SettingsFor(_folder.Path);
        var taken = settings with { Http = new HttpSettings { Port = ((IPEndPoint)other.LocalEndpoint).Port } };

        await Assert.ThrowsAsync<ListenException>(() => GatewayHost.Start(taken));
        await using var host = await GatewayHost.Start(settings);

        Assert.NotNull(host.NewApiKey);
        Assert.NotNull(await new ApiKeys(new CoreDatabase(_folder.Path)).Find(host.NewApiKey, default));
    }

    [Fact]
    public async Task The_key_is_not_made_before_the_start_has_succeeded()
    {
        // The folder where the addresses go has a folder of that name: the last step before the key fails.
        Directory.CreateDirectory(Path.Combine(_folder.Path, AddressesFile.Name + ".new"));
        await Assert.ThrowsAnyAsync<Exception>(() => GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path)));
        Directory.Delete(Path.Combine(_folder.Path, AddressesFile.Name + ".new"));

        await using var host = await GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path));

        Assert.NotNull(host.NewApiKey);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private CoreDatabase NewDatabase()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        BootstrapKey.Ensure(database, new AdminSettings(), _clock);
        return database;
    }

    private string? MakeFirst(CoreDatabase database)
    {
        using var connection = database.OpenWriter();
        using var core = new CoreContext(CoreDatabase.OptionsFor(connection));
        var key = BootstrapKey.MakeFirst(core, _clock);
        core.SaveChanges();
        return key;
    }
}
