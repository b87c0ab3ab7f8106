using System.Globalization;

namespace EdgeRelay.Rules.Explaining;

/// <summary>Comparisons in words.</summary>
internal static class Say
{
    public static Condition AtLeast(string what, double? found, double bound, string unit) =>
        new(what, Number(found, unit), "≥ " + Number(bound, unit), found is { } value ? value >= bound : null);

    public static Condition AtMost(string what, double? found, double bound, string unit) =>
        new(what, Number(found, unit), "≤ " + Number(bound, unit), found is { } value ? value <= bound : null);

    public static Condition MoreThan(string what, double? found, double bound, string unit) =>
        new(what, Number(found, unit), "> " + Number(bound, unit), found is { } value ? value > bound : null);

    public static Condition Is(string what, string? found, string wanted) =>
        new(what, found, wanted, found is null ? null : found == wanted);

    public static Condition IsNot(string what, string? found, string unwanted) =>
        new(what, found, "not " + unwanted, found != unwanted);

    public static string? OnOff(bool? value) => value switch
    {
        true => "on",
        false => "off",
        null => null,
    };

    public static string Since(string what, long at) => $"{what} since {new Instant(at)}";

    /// <summary>Three decimals at most: enough to see on which side of a bound a value lies.</summary>
    private static string? Number(double? value, string unit) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.###} {unit}") : null;
}
