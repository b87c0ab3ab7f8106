using System.Reflection;
using EdgeRelay.Gateway.Commands;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>Receivers as source code, one per language and without dependencies, to begin one's own with.</summary>
internal static class ReceiverTemplates
{
    private const string Prefix = "receiver/";
    private const string Suffix = ".txt";

    /// <summary>Each language with the command that runs its receiver.</summary>
    public static IReadOnlyDictionary<string, string> Languages { get; } = new Dictionary<string, string>
    {
        ["node"] = "node server.mjs",
        ["python"] = "python3 receiver.py",
        ["csharp"] = "dotnet run",
        ["php"] = "php -S 127.0.0.1:$PORT index.php",
        ["go"] = "go run .",
        ["java"] = "java Receiver.java",
    };

    /// <summary>The files of a language's receiver: name and text.</summary>
    public static IReadOnlyList<(string Name, string Text)> FilesOf(string language)
    {
        var folder = Prefix + language + "/";
        return
        [
            .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name[folder.Length..^Suffix.Length], Read(name))),
            ("README.md", Read(Prefix + "README.md" + Suffix).Replace("@@RUN@@", Languages[language], StringComparison.Ordinal)),
        ];
    }

    /// <summary>The verb <c>receive new</c>. A file that is there already is never written over.</summary>
    public static int Write(string[] args, TextWriter output, TextWriter errors)
    {
        var given = CommandArguments.Parse(args, ["--lang"], []);
        var language = given.Text("--lang");
        var fault = given.Fault
            ?? (given.Rest.Count == 1 ? null : "Name one folder to write to.")
            ?? (language is null ? "--lang is needed: " + string.Join(", ", Languages.Keys) + "."
                : Languages.ContainsKey(language) ? null
                : $"There is no receiver for \"{language}\"{Meant(language)}; there are {string.Join(", ", Languages.Keys)}.");
        if (fault is not null)
        {
            errors.WriteLine("edgerelay receive new: " + fault);
            return ExitCodes.Usage;
        }

        try
        {
            return Write(given.Rest[0], FilesOf(language!), Languages[language!], output, errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine("edgerelay receive new: " + error.Message);
            return ExitCodes.Error;
        }
    }

    private static int Write(
        string folder, IReadOnlyList<(string Name, string Text)> files, string run, TextWriter output, TextWriter errors)
    {
        if (files.Select(f => Path.Combine(folder, f.Name)).FirstOrDefault(File.Exists) is { } there)
        {
            errors.WriteLine($"edgerelay receive new: {there} is there already; choose another folder.");
            return ExitCodes.Error;
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
            output.WriteLine("wrote " + Path.Combine(folder, name));
        }

        output.WriteLine($"next: cd {folder}; WEBHOOK_SECRET=whsec_… PORT=8090 {run}");
        return ExitCodes.Ok;
    }

    private static string Meant(string language) => NearestWord.To(language, [.. Languages.Keys]) is { } nearest ? $" ({nearest}?)" : "";

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
