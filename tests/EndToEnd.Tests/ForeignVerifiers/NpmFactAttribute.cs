namespace EdgeRelay.EndToEnd.Tests.ForeignVerifiers;

/// <summary>A test with packages from npm. Where one is not installed the test is skipped and says how to get it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute(params string[] packages) => Skip = NpmTools.Missing(packages);
}
