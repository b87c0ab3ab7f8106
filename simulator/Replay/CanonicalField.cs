using System.Globalization;

namespace EdgeRelay.Simulator.Replay;

/// <summary>A field of EdgeRelay's JSON that a column can be mapped to.</summary>
/// <param name="Name">As in the JSON; <c>temps_c.</c> and a probe's name for a temperature.</param>
internal sealed record CanonicalField(string Name, FieldKind Kind)
{
    public const string TemperaturePrefix = "temps_c.";

    private static readonly string[] Numbers =
    [
        "lat", "lon", "speed_kmh", "speed_mph", "speed_mps", "ecu_speed_kmh", "ecu_speed_mph", "ecu_speed_mps", "limit_kmh", "limit_mph",
        "limit_mps", "heading_deg", "alt_m", "acc_m", "hdop", "sats", "odo_m", "odo_km", "odo_mi", "rpm", "fuel_pct", "volts", "engine_h", "seq",
    ];

    private static readonly string[] Flags = ["ignition", "moving", "pto", "fix", "buffered"];

    private static readonly string[] Texts = ["id", "driver_tag", "vin", "reason"];

    public static IReadOnlyList<string> Names { get; } = [.. Numbers, .. Flags, .. Texts, TemperaturePrefix + "<probe>"];

    public bool IsTemperature => Name.StartsWith(TemperaturePrefix, StringComparison.Ordinal);

    /// <returns>Null when there is no such field.</returns>
    public static CanonicalField? Find(string name) =>
        Numbers.Contains(name) || (name.StartsWith(TemperaturePrefix, StringComparison.Ordinal) && name.Length > TemperaturePrefix.Length)
            ? new CanonicalField(name, FieldKind.Number)
            : Flags.Contains(name) ? new CanonicalField(name, FieldKind.Flag)
            : Texts.Contains(name) ? new CanonicalField(name, FieldKind.Text)
            : null;

    public static bool TryReadNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <returns>Null when the text is neither yes nor no.</returns>
    public static bool? ReadFlag(string text)
    {
        if (TryReadNumber(text, out var number))
        {
            return number == 1 ? true : number == 0 ? false : null;
        }

        return text.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" or "Y" or "ON" => true,
            "FALSE" or "F" or "NO" or "N" or "OFF" => false,
            _ => null,
        };
    }

    /// <summary>Whether <paramref name="text"/> can be a value of this field.</summary>
    public bool Accepts(string text) => Kind switch
    {
        FieldKind.Number => TryReadNumber(text, out _),
        FieldKind.Flag => ReadFlag(text) is not null,
        _ => text.Length > 0,
    };
}
