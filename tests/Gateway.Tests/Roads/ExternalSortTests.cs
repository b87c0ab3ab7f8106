using EdgeRelay.Gateway.Roads.Import;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

public sealed class ExternalSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(50_000)]
    public void What_does_not_fit_into_memory_comes_back_sorted(int count)
    {
        using var folder = new TemporaryFolder();
        var seed = Seeds.Next();
        var random = new Random(seed);
        var path = Path.Combine(folder.Path, "sort");
        var added = Enumerable.Range(0, count).Select(_ => ((uint)random.Next(1000), (uint)random.Next(1000))).ToList();

        using (var sort = new ExternalSort<LeavingEdge>(path, bufferBytes: 64 * 8))
        {
            added.ForEach(a => sort.Add(new LeavingEdge(a.Item1, a.Item2)));
            var read = sort.Read(default).Select(e => (e.Junction, e.Directed)).ToList();

            Assert.True(added.Order().SequenceEqual(read), $"seed {seed}");
        }

        Assert.False(File.Exists(path));
    }
}
