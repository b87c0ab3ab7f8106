using System.Xml.Linq;

namespace EdgeRelay.Architecture.Tests;

/// <summary>Reads what a project file points at, by whatever element.</summary>
internal static class ProjectGraph
{
    /// <summary>Names of the referenced projects, sorted. Assembly references by path count too: they are the same arrow in disguise.</summary>
    public static IReadOnlyList<string> Projects(string projectFile) =>
        [.. Included(projectFile, "ProjectReference", "Reference").Select(NameOf).Order(StringComparer.Ordinal)];

    /// <summary>Referenced packages and shared frameworks, sorted.</summary>
    public static IReadOnlyList<string> Packages(string projectFile) =>
        [.. Included(projectFile, "PackageReference", "FrameworkReference").Order(StringComparer.Ordinal)];

    /// <summary>The project and all that it reaches over project references, as paths below <paramref name="root"/> with forward slashes.</summary>
    public static IReadOnlySet<string> Closure(string root, string project)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Visit(project);
        return found;

        void Visit(string path)
        {
            if (!found.Add(path))
            {
                return;
            }

            var folder = Path.GetDirectoryName(path)!;
            foreach (var include in Included(File.ReadAllText(Path.Combine(root, path)), "ProjectReference"))
            {
                var target = Path.GetFullPath(Path.Combine(root, folder, include.Replace('\\', '/')));
                Visit(Path.GetRelativePath(root, target).Replace('\\', '/'));
            }
        }
    }

    private static IEnumerable<string> Included(string projectFile, params string[] elements) =>
        XDocument.Parse(projectFile).Descendants()
            .Where(e => elements.Contains(e.Name.LocalName))
            .Select(e => (string?)e.Attribute("Include"))
            .OfType<string>();

    private static string NameOf(string include) => Path.GetFileNameWithoutExtension(include.Replace('\\', '/'));
}
