using System.Globalization;

namespace EdgeRelay.Reliability.Tests;

/// <summary>How long and with which dice a run goes.</summary>
internal static class Seeds
{
    /// <summary>A new one for each run; <c>EDGERELAY_SEED</c> repeats one.</summary>
    public static int Next() =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGERELAY_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next(1, 1_000_000_000);

    /// <summary>The everyday count, or with <c>EDGERELAY_SOAK=1</c> the long one.</summary>
    public static int Times(int everyday, int soak) => Environment.GetEnvironmentVariable("EDGERELAY_SOAK") == "1" ? soak : everyday;
}
