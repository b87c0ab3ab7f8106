using EdgeRelay.Gateway.Drivers;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Drivers;

public sealed class TagHistoryTests : IDisposable
{
    private const long Day = 86_400_000;

    private readonly TemporaryFolder _folder = new();
    private readonly CoreDatabase _database;

    public TagHistoryTests()
    {
        _database = new CoreDatabase(_folder.Path);
        _database.Migrate();
    }

    [Fact]
    public void Former_owners_are_kept_as_long_as_what_was_received_then_may_be_judged_again()
    {
        Note("A1", "first", 0);
        Note("A1", "second", 5 * Day);
        Note("A1", "third", 12 * Day);
        Assert.Equal(["first", "second", "third"], Owners("A1"));

        Note("A1", null, 14 * Day);

        Assert.Equal(["second", "third", null], Owners("A1"));
    }

    [Fact]
    public void A_tag_that_changes_hands_all_day_keeps_sixteen_owners()
    {
        for (var i = 0; i < 40; i++)
        {
            Note("A1", "driver " + i, i);
        }

        Assert.Equal(Enumerable.Range(24, 16).Select(i => "driver " + i), Owners("A1"));
    }

    [Fact]
    public void A_tag_that_was_given_up_long_ago_is_forgotten_and_others_stay()
    {
        Note("GONE", "anna", 0);
        Note("GONE", null, Day);
        Note("KEPT", "anna", 0);
        Note("BACK", null, 0);
        Note("BACK", "ben", Day);

        Run(core => TagHistory.ClearAbandoned(core, 1, 10 * Day));

        Assert.Empty(Owners("GONE"));
        Assert.Equal(["anna"], Owners("KEPT"));
        Assert.Equal(["ben"], Owners("BACK"));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private void Note(string tag, string? driver, long fromMs) => Run(core => TagHistory.Note(core, 1, tag, driver, fromMs));

    private void Run(Action<CoreContext> change)
    {
        using var connection = _database.OpenWriter();
        using var core = new CoreContext(CoreDatabase.OptionsFor(connection));
        change(core);
        core.SaveChanges();
    }

    private List<string?> Owners(string tag)
    {
        using var core = _database.Read();
        return [.. core.DriverTags.Where(t => t.Tag == tag).OrderBy(t => t.FromMs).Select(t => t.DriverId)];
    }
}
