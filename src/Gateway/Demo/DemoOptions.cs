using System.Globalization;

namespace EdgeRelay.Gateway.Demo;

/// <summary>What can be asked of the demo.</summary>
/// <param name="Simulator">The simulator's program.</param>
/// <param name="Folder">Where its data lies.</param>
/// <param name="Keep">Whether the data stays when the demo ends.</param>
/// <param name="Fresh">Whether data that an earlier demo kept may be deleted.</param>
/// <param name="Rate">Messages a second.</param>
internal sealed record DemoOptions(string Simulator, string Folder, bool Keep, bool Fresh, int Vehicles, int Rate, int Seed)
{
    private static readonly DemoOptions Defaults = new(string.Empty, ".demo", Keep: false, Fresh: false, Vehicles: 25, Rate: 25, Seed: 7);

    /// <returns>Null when something cannot be used; <paramref name="fault"/> says what.</returns>
    public static DemoOptions? Parse(string[] args, out string fault)
    {
        var options = Defaults;
        fault = string.Empty;
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            var (next, taken) = args[i] switch
            {
                "--keep" => (options with { Keep = true }, 0),
                "--fresh" => (options with { Fresh = true }, 0),
                "--simulator" when value.Length > 0 => (options with { Simulator = value }, 1),
                "--vehicles" when Number(value, 1_000) is { } n => (options with { Vehicles = n }, 1),
                "--rate" when Number(value, 10_000) is { } n => (options with { Rate = n }, 1),
                "--seed" when Number(value, int.MaxValue) is { } n => (options with { Seed = n }, 1),
                _ => (null, 0),
            };
            if (next is null)
            {
                fault = $"'{args[i]} {value}'".TrimEnd() + " is not understood; see edgerelay help.";
                return null;
            }

            options = next;
            i += taken;
        }

        if (options.Simulator.Length == 0 || !File.Exists(options.Simulator))
        {
            fault = "the simulator's program is not there. Start the demo with ./edge demo, which builds it.";
            return null;
        }

        return options;
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : null;
}
