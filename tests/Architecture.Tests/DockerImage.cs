using System.Text.RegularExpressions;

namespace EdgeRelay.Architecture.Tests;

/// <summary>Reads a Dockerfile for what can be judged without an engine: what it copies, what it runs on, and as whom.</summary>
internal static partial class DockerImage
{
    private const string BuildImage = "mcr.microsoft.com/dotnet/sdk:10.0";
    private const string RuntimeImage = "mcr.microsoft.com/dotnet/aspnet:10.0";

    /// <param name="dockerfile">The text.</param>
    /// <param name="neededForRestore">Paths that must be copied before <c>dotnet restore</c>, one by one or with their folder.</param>
    public static IReadOnlyList<string> Faults(string dockerfile, IEnumerable<string> neededForRestore)
    {
        var steps = Steps(dockerfile);
        var faults = new List<string>();
        var images = steps.Where(s => s.Verb == "FROM").Select(s => s.Arguments.Split(' ')[0]).ToArray();
        if (!images.SequenceEqual([BuildImage, RuntimeImage]))
        {
            faults.Add($"base images are {string.Join(", ", images)}");
        }

        var restore = steps.FindIndex(s => s.Verb == "RUN" && s.Arguments.Contains("dotnet restore", StringComparison.Ordinal));
        var copied = steps.Take(restore + 1).Where(s => s.Verb == "COPY").SelectMany(s => s.Arguments.Split(' ').SkipLast(1)).ToArray();
        faults.AddRange(neededForRestore.Where(n => !copied.Contains(n)).Select(n => $"{n} is not copied before the restore"));

        var final = steps.Skip(steps.FindLastIndex(s => s.Verb == "FROM")).ToArray();
        var user = final.LastOrDefault(s => s.Verb == "USER").Arguments;
        if (user is null or "root" or "0")
        {
            faults.Add("it runs as root");
        }

        if (!final.Any(s => s.Verb == "HEALTHCHECK" && s.Arguments.Contains("EdgeRelay.Gateway.dll\", \"health\"", StringComparison.Ordinal)))
        {
            faults.Add("there is no health check by the gateway itself");
        }

        if (!final.Any(s => s is { Verb: "EXPOSE", Arguments: "1883 8080" }))
        {
            faults.Add("the two ports are not announced");
        }

        return faults;
    }

    private static List<Step> Steps(string dockerfile) =>
    [
        .. ContinuedLine().Replace(dockerfile, " ").Split('\n')
            .Select(l => l.Trim())
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(' ', 2))
            .Select(p => new Step(p[0].ToUpperInvariant(), p.Length > 1 ? p[1].Trim() : "")),
    ];

    [GeneratedRegex(@"\\\r?\n\s*")]
    private static partial Regex ContinuedLine();

    private readonly record struct Step(string Verb, string Arguments);
}
