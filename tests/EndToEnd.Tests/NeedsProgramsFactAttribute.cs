namespace EdgeRelay.EndToEnd.Tests;

/// <summary>A test that runs other programs. Where one is missing the test is skipped and names its Debian package.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsProgramsFactAttribute : FactAttribute
{
    /// <param name="programs">Names on the PATH.</param>
    public NeedsProgramsFactAttribute(params string[] programs)
    {
        var missing = programs.Where(p => ProgramRun.Find(p) is null).ToList();
        if (missing.Count > 0)
        {
            Skip = "Not on the PATH: " + string.Join(", ", missing.Select(p => $"{p} (Debian package {PackageOf(p)})"));
        }
    }

    private static string PackageOf(string program) => program == "mosquitto_pub" ? "mosquitto-clients" : program;
}
