using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Roads.Import;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Roads;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

public sealed class SpeedTagTests
{
    private static readonly string[] Values =
    [
        "50", " 50 ", "7.5", "50 km/h", "50km/h", "50 kmh", "50 kph", "30 mph", "30mph", "30  MPH", "10 knots", "10knots",
        "none", "walk", "signals", "variable", "sign", "implicit", "DE:urban", "RO:rural", "national", "", " ", "unknown",
        "90;30;90;30;90;30", "50|80", "50; 80", "30 mph;35 mph", "25;35 mph", "50;", "50;signals", "50|walk", "100|none", "50,80", "50-80",
        "4", "5", "200", "201", "3 mph", "124 mph", "125 mph", "2 knots", "3 knots", "0", "-50", "1e2", "٣٠", "50 mi/h", "50 km", "1,5", "9999999999999999999999",
    ];

    [Fact]
    public void Each_value_is_read_as_the_table_says()
    {
        var table = new StringBuilder();
        foreach (var value in Values)
        {
            var tag = SpeedTag.Read(value);
            var text = tag.IsUnitless ? $"{Text(tag.Metric)}, in an mph extract {Text(tag.Imperial)}" : Text(tag.Metric);
            table.Append(CultureInfo.InvariantCulture, $"'{value}' = {text}\n");
        }

        Golden.Match(table.ToString(), "maxspeed.txt");
    }

    [Fact]
    public void No_text_makes_it_throw()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        const string letters = "0123456789.;| mphkn/wsigale-+eE:\0\u0660";
        for (var round = 0; round < 20_000; round++)
        {
            var value = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)]));
            var tag = SpeedTag.Read(value);

            var kmh = new[] { tag.Metric, tag.Imperial }.Where(l => l.IsKnown && !l.IsUnlimited).Select(l => l.KilometersPerHour);
            Assert.True(kmh.All(k => k is >= 4.99 and <= 200.01), $"seed {seed}: '{value}'");
        }
    }

    private static string Text(RoadLimit limit) => limit switch
    {
        { IsUnlimited: true } => "unlimited",
        { Speed: { } speed } => string.Create(CultureInfo.InvariantCulture, $"{speed.Value} {Unit(speed.Unit)}"),
        _ => "unknown",
    };

    private static string Unit(SpeedUnit unit) => unit switch
    {
        SpeedUnit.MilesPerHour => "mph",
        SpeedUnit.KilometersPerHour => "km/h",
        _ => "knots",
    };
}
