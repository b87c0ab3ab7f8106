using EdgeRelay.Gateway.Api;
using EdgeRelay.Gateway.Api.Access;
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

        var first = BootstrapKey.Ensure(database, new AdminSettings(), _clock);
        var second = BootstrapKey.Ensure(database, new AdminSettings(), _clock);

        Assert.NotNull(first);
        Assert.Null(second);
    }

    [Fact]
    public async Task The_key_that_was_set_belongs_to_account_1_and_is_never_returned()
    {
        var database = NewDatabase();

        var made = BootstrapKey.Ensure(database, new AdminSettings { ApiKey = "a-key-of-my-own-choice" }, _clock);

        Assert.Null(made);
        Assert.Equal(1, (await new ApiKeys(database).Find("a-key-of-my-own-choice", default))?.AccountId);
    }

    [Fact]
    public async Task A_key_that_is_set_later_is_added_to_the_first_one()
    {
        var database = NewDatabase();
        var first = BootstrapKey.Ensure(database, new AdminSettings(), _clock)!;

        BootstrapKey.Ensure(database, new AdminSettings { ApiKey = "a-key-of-my-own-choice" }, _clock);

        var keys = new ApiKeys(database);
        Assert.NotNull(await keys.Find(first, default));
        Assert.NotNull(await keys.Find("a-key-of-my-own-choice", default));
    }

    [Fact]
    public void Keys_are_stored_as_hashes_only()
    {
        var database = NewDatabase();
        var key = BootstrapKey.Ensure(database, new AdminSettings(), _clock)!;

        using var core = database.Read();
        var row = core.ApiKeys.Single();

        Assert.Equal(ApiKeyText.HashOf(key), row.Hash);
        Assert.Equal(key[..11], row.Prefix);
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
        return database;
    }
}
