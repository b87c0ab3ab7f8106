using System.Globalization;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>The value of a <c>maxspeed</c> tag (telematics reference 4.2), read twice where it has no unit.</summary>
/// <param name="Metric">With numbers without unit as km/h; unknown when it cannot be read.</param>
/// <param name="Imperial">With numbers without unit as mph; unknown when it cannot be read.</param>
/// <param name="CarriesMph">A part says mph.</param>
internal readonly record struct SpeedTag(RoadLimit Metric, RoadLimit Imperial, bool CarriesMph)
{
    /// <summary>A limit outside is a slip of the keyboard, or no limit of roads.</summary>
    public const double LeastKmh = 5;
    public const double GreatestKmh = 200;

    /// <summary><c>walk</c>: the upper reading, so that nobody is accused for a brisk walk.</summary>
    private const double WalkKmh = 10;

    private static readonly (string Text, SpeedUnit Unit)[] Units =
    [
        ("mph", SpeedUnit.MilesPerHour),
        ("km/h", SpeedUnit.KilometersPerHour),
        ("kmh", SpeedUnit.KilometersPerHour),
        ("kph", SpeedUnit.KilometersPerHour),
        ("knots", SpeedUnit.Knots),
    ];

    public bool IsKnown => Metric.IsKnown || Imperial.IsKnown;

    /// <summary>A number stood without unit, so that the extract has to say what is meant.</summary>
    public bool IsUnitless => Metric != Imperial;

    /// <returns>Both limits unknown for every value that the table does not list.</returns>
    public static SpeedTag Read(string value) =>
        new(Highest(value, SpeedUnit.KilometersPerHour), Highest(value, SpeedUnit.MilesPerHour), value.Contains("mph", StringComparison.OrdinalIgnoreCase));

    // Lanes or hours with limits of their own: the highest never accuses wrongly. One part that cannot be read may be higher still.
    private static RoadLimit Highest(string value, SpeedUnit unitless)
    {
        var highest = default(RoadLimit);
        foreach (var range in value.AsSpan().SplitAny(';', '|'))
        {
            var part = One(value.AsSpan(range).Trim(), unitless);
            if (!part.IsKnown)
            {
                return default;
            }

            highest = part.KilometersPerHour > highest.KilometersPerHour ? part : highest;
        }

        return highest;
    }

    private static RoadLimit One(ReadOnlySpan<char> part, SpeedUnit unitless)
    {
        if (part.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return RoadLimit.Unlimited;
        }

        if (part.Equals("walk", StringComparison.OrdinalIgnoreCase))
        {
            return RoadLimit.Of(Speed.FromKmh(WalkKmh));
        }

        var unit = unitless;
        foreach (var known in Units)
        {
            if (part.EndsWith(known.Text, StringComparison.OrdinalIgnoreCase))
            {
                unit = known.Unit;
                part = part[..^known.Text.Length].TrimEnd();
                break;
            }
        }

        if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return default;
        }

        var speed = new Speed(number, unit);
        return speed.KilometersPerHour is >= LeastKmh and <= GreatestKmh ? RoadLimit.Of(speed) : default;
    }
}
