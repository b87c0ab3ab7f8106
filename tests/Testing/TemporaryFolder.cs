namespace EdgeRelay.Testing;

/// <summary>A folder of the test's own, removed with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edgerelay-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
