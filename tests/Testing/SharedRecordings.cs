namespace EdgeRelay.Testing;

/// <summary>
/// The folder of recorded drives and their oracles. It is not part of the project: by default <c>../shared/data</c> beside the
/// checkout, elsewhere by <c>EDGERELAY_TEST_DATA</c>. Tests that need it say that they are skipped when it is absent.
/// </summary>
public static class SharedRecordings
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("EDGERELAY_TEST_DATA")
        ?? System.IO.Path.GetFullPath(System.IO.Path.Combine(RepoRoot.Path, "..", "shared", "data"));

    public static bool Present => Directory.Exists(Folder);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);
}
