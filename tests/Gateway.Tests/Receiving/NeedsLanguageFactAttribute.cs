namespace EdgeRelay.Gateway.Tests.Receiving;

/// <summary>A test that runs a receiver in its language. Where the language is missing the test is skipped and names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsLanguageFactAttribute : FactAttribute
{
    public NeedsLanguageFactAttribute(string program)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Skip = $"Not on the PATH: {program}";
        }
    }
}
