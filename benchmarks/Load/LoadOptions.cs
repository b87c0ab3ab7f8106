using System.Globalization;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>How long and how much. The defaults are those of docs/performance.md.</summary>
internal sealed record LoadOptions
{
    /// <summary>Measured rounds per side; the sides alternate and the median counts.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Length of a round, seconds.</summary>
    public int Seconds { get; init; } = 5;

    /// <summary>Load before the first round, seconds per side: tiered compilation is done with the hot methods by then.</summary>
    public int WarmUp { get; init; } = 12;

    /// <summary>Vehicles of the large fleet.</summary>
    public int Vehicles { get; init; } = 1_000_000;

    /// <summary>Events per second of the open loop.</summary>
    public int Rate { get; init; } = 2_500;

    /// <exception cref="ArgumentException">An option is unknown or has no number.</exception>
    public static LoadOptions Read(string[] arguments)
    {
        var options = new LoadOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 >= arguments.Length
                || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value == 0)
            {
                throw new ArgumentException($"{arguments[i]} needs a whole number above 0.", nameof(arguments));
            }

            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = value },
                "--seconds" => options with { Seconds = value },
                "--warm-up" => options with { WarmUp = value },
                "--vehicles" => options with { Vehicles = value },
                "--rate" => options with { Rate = value },
                _ => throw new ArgumentException($"{arguments[i]} is no option; run without arguments for the list.", nameof(arguments)),
            };
        }

        return options;
    }
}
