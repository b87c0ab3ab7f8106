namespace EdgeRelay.EndToEnd.Tests.Mail;

/// <summary>A theory with packages from npm. Where one is not installed it is skipped and says how to get it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute(params string[] packages) => Skip = NpmTools.Missing(packages);
}
