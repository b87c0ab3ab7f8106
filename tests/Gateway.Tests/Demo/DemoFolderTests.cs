using EdgeRelay.Gateway.Demo;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Demo;

public sealed class DemoFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Wished => Path.Combine(_folder.Path, ".demo");

    [Fact]
    public void A_demo_removes_its_folder_at_the_end()
    {
        DemoFolder.Claim(Wished, keep: false, fresh: false).Release();

        Assert.False(Directory.Exists(Wished));
    }

    [Fact]
    public void A_second_demo_leaves_the_running_one_alone()
    {
        var first = DemoFolder.Claim(Wished, keep: false, fresh: false);
        using var running = DataFolderLock.Take(first.Path);
        File.WriteAllText(Path.Combine(first.Path, "core.db"), "in use");

        var second = DemoFolder.Claim(Wished, keep: false, fresh: true);
        second.Release();

        Assert.Equal(Wished + "-2", second.Path);
        Assert.False(Directory.Exists(second.Path));
        Assert.True(File.Exists(Path.Combine(first.Path, "core.db")));
    }

    [Fact]
    public void What_was_kept_is_not_deleted_unasked()
    {
        Keep();

        var error = Assert.Throws<DemoException>(() => DemoFolder.Claim(Wished, keep: false, fresh: false));

        Assert.Contains("--keep", error.Message, StringComparison.Ordinal);
        Assert.Contains("--fresh", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Wished, "core.db")));
    }

    [Fact]
    public void What_was_kept_is_gone_on_with_or_thrown_away_when_asked()
    {
        Keep();

        DemoFolder.Claim(Wished, keep: true, fresh: false).Release();
        Assert.True(File.Exists(Path.Combine(Wished, "core.db")));

        DemoFolder.Claim(Wished, keep: true, fresh: true).Release();
        Assert.False(File.Exists(Path.Combine(Wished, "core.db")));
    }

    [Fact]
    public void What_a_killed_demo_left_is_thrown_away()
    {
        DemoFolder.Claim(Wished, keep: false, fresh: false);
        File.WriteAllText(Path.Combine(Wished, "core.db"), "left over");

        var next = DemoFolder.Claim(Wished, keep: false, fresh: false);

        Assert.Equal(Wished, next.Path);
        Assert.False(File.Exists(Path.Combine(Wished, "core.db")));
    }

    public void Dispose() => _folder.Dispose();

    private void Keep()
    {
        var kept = DemoFolder.Claim(Wished, keep: true, fresh: false);
        File.WriteAllText(Path.Combine(kept.Path, "core.db"), "kept");
        kept.Release();
    }
}
