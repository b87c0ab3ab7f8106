using System.IO.Pipes;

namespace EdgeRelay.Architecture.Tests;

/// <summary>
/// The planted violation for <see cref="ReferencedNamesTests"/>: the only place in this assembly that uses <c>System.IO.Pipes</c>.
/// </summary>
internal static class ImpureSample
{
    public static AnonymousPipeServerStream Open() => new();
}
