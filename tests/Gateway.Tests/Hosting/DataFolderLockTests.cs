using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Hosting;

public sealed class DataFolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_second_gateway_is_told_of_the_first()
    {
        using var first = DataFolderLock.Take(_folder.Path);

        var error = Assert.Throws<DataFolderLockedException>(() => DataFolderLock.Take(_folder.Path));

        Assert.Contains("in use by another gateway", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_not_said_to_be_in_use()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        var error = Assert.ThrowsAny<Exception>(() => DataFolderLock.Take(Path.Combine(file, "data")));

        Assert.Contains("cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__DATA__DIRECTORY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_not_said_to_be_in_use()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "gateway.lock"));

        var error = Assert.ThrowsAny<Exception>(() => DataFolderLock.Take(_folder.Path));

        Assert.Contains("cannot be used", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
