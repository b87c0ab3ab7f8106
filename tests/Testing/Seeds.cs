using System.Globalization;

namespace EdgeRelay.Testing;

/// <summary>
/// How long and with which dice a test goes. The everyday run always throws the same ones: it tells whether a change broke something, not whether
/// luck found something. Luck is the soak run's (<c>./edge soak</c>, <c>EDGERELAY_SOAK=1</c>).
/// </summary>
public static class Seeds
{
    private const int Everyday = 20_261_122;

    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("EDGERELAY_SOAK") == "1";

    /// <summary>Of <c>EDGERELAY_SEED</c>, which repeats a failure; null without it.</summary>
    public static int? Given { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("EDGERELAY_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : null;

    /// <summary>For a test that throws its own dice; the test prints it when it fails.</summary>
    public static int Next() => Given ?? (IsSoak ? Random.Shared.Next(1, 1_000_000_000) : Everyday);

    /// <summary>The everyday count or that of a soak run.</summary>
    public static int Times(int everyday, int soak) => IsSoak ? soak : everyday;
}
