using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Roads;

public sealed class RoadWatchTests
{
    [Fact]
    public void A_file_that_is_imported_or_removed_changes_the_books_of_all_accounts()
    {
        using var folder = new TemporaryFolder();
        var database = new CoreDatabase(folder.Path);
        database.Migrate();
        using var books = new AccountBooks(database, new RulesSettings(), TimeProvider.System);
        var cell = books.Cell(1);
        var settings = new RoadsSettings { Directory = Path.Combine(folder.Path, "roads") };
        using var watch = new RoadWatch(books, settings, new DataSettings(), TimeProvider.System, NullLogger<RoadWatch>.Instance);
        watch.Load();
        Assert.True(cell.Book.Rules.Roads.IsEmpty);

        var target = Path.Combine(settings.Directory, "a.roads");
        var extract = Path.Combine(folder.Path, "a.osm");
        File.WriteAllText(extract, new DrawnRoads().Way(1, "highway=primary,maxspeed=50", (0, 0), (100, 0)).Osm());
        Imported.Import(extract, settings.Directory, target);
        watch.Load();
        var loaded = cell.Book;
        Assert.Equal(1, loaded.Rules.Roads.Maps.Single().Header.Ways);

        watch.Load();
        Assert.Same(loaded, cell.Book);

        File.Delete(target);
        watch.Load();
        Assert.True(cell.Book.Rules.Roads.IsEmpty);
        // Who still works with the former book reads on.
        Assert.Equal(50, new RoadDrive(loaded.Rules.Roads).To(50, 0, 40, 90).LimitMph!.Value * 1.609344, 6);
    }
}
