using System.Xml.Linq;

namespace EdgeRelay.Architecture.Tests;

/// <summary>The compiler's net works only while four things hold; each can be undone silently by an edit.</summary>
internal static class BannedSymbols
{
    public static IReadOnlyList<string> WiringFaults(string packagesProps, string editorConfig, string projectOrProps, string listInclude, string list)
    {
        var faults = new List<string>();
        if (!Has(packagesProps, "GlobalPackageReference", "Microsoft.CodeAnalysis.BannedApiAnalyzers"))
        {
            faults.Add("the analyzer package is not referenced by every project");
        }

        if (!editorConfig.Split('\n').Any(l => l.Replace(" ", "", StringComparison.Ordinal).Trim() == "dotnet_diagnostic.RS0030.severity=error"))
        {
            faults.Add("RS0030 is not an error");
        }

        if (!Has(projectOrProps, "AdditionalFiles", listInclude))
        {
            faults.Add($"{listInclude} is not handed to the analyzer");
        }

        if (!list.Split('\n').Any(l => l.Length > 2 && l[1] == ':' && l.Contains(';', StringComparison.Ordinal)))
        {
            faults.Add("the list bans nothing");
        }

        return faults;
    }

    private static bool Has(string xml, string element, string include) =>
        XDocument.Parse(xml).Descendants(element)
            .Any(e => (string?)e.Attribute("Include") == include && e.Attribute("Condition") is null);
}
