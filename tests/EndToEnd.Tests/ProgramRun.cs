using System.Diagnostics;

namespace EdgeRelay.EndToEnd.Tests;

/// <summary>Runs programs to their end.</summary>
internal static class ProgramRun
{
    /// <returns>Where a program lies on the PATH, or null.</returns>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <exception cref="TimeoutException">It did not end in time, and was ended.</exception>
    public static async Task<ProgramResult> Of(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Process.Start(StartOf(program, arguments, environment))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Deadline.Short);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end: {await output} {await errors}");
        }

        return new ProgramResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Everything that the program says is read; nothing is asked of it.</summary>
    public static ProcessStartInfo StartOf(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
