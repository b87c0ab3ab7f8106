using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests;

/// <summary>Node, and the packages that <c>./edge test</c> installs for the tests.</summary>
internal static class NpmTools
{
    public static readonly string Modules = Path.Combine(RepoRoot.Path, "artifacts", "npm", "node_modules");

    /// <returns>Why packages cannot be used on this machine; null when they can.</returns>
    public static string? Missing(params string[] packages) =>
        ProgramRun.Find("node") is null ? "node is not on the PATH: install the Debian package nodejs."
        : packages.FirstOrDefault(p => !Directory.Exists(Path.Combine(Modules, p))) is { } missing
            ? $"{missing} is not in {Modules}: ./edge test installs it by npm (Debian package npm)."
            : null;

    /// <summary>Runs a program given as text, which may <c>require</c> the packages.</summary>
    public static Task<ProgramResult> Node(string program, params IEnumerable<string> arguments) =>
        ProgramRun.Of("node", ["-e", program, "--", .. arguments], ("NODE_PATH", Modules));
}
