namespace EdgeRelay.Testing;

/// <summary>Where the sources lie, found from the test's own folder upwards.</summary>
public static class RepoRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "EdgeRelay.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("EdgeRelay.sln was not found above " + AppContext.BaseDirectory);
    }
}
