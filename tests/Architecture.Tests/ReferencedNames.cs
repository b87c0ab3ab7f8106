using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EdgeRelay.Architecture.Tests;

/// <summary>What a compiled assembly really uses, whatever its source and its packages say.</summary>
internal static class ReferencedNames
{
    /// <summary>Namespaces of all types that the assembly mentions, and the names of the assemblies that it references.</summary>
    public static IReadOnlySet<string> Of(string assemblyPath)
    {
        using var image = new PEReader(File.OpenRead(assemblyPath));
        var metadata = image.GetMetadataReader();
        var namespaces = metadata.TypeReferences.Select(h => metadata.GetString(metadata.GetTypeReference(h).Namespace));
        var assemblies = metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name));
        return namespaces.Concat(assemblies).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Those of <paramref name="names"/> that are, or lie below, one of the refused prefixes; sorted.</summary>
    public static IReadOnlyList<string> Refused(IEnumerable<string> names, IReadOnlyCollection<string> refused) =>
    [
        .. names
            .Where(n => refused.Any(r => n == r || n.StartsWith(r + ".", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];
}
