using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Holds what was configured against the settings' records: unknown names, and texts that are no value of the setting's type.</summary>
internal static class SettingsCheck
{
    private const string Prefix = "EDGERELAY__";

    /// <summary>Sections of <c>appsettings.json</c> that others read.</summary>
    private static readonly string[] ForOthers = ["Serilog"];

    /// <summary>The name by which the documentation knows a setting.</summary>
    public static string NameOf(string path) => Prefix + path.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The usable part of a configuration; adds what cannot be used to <paramref name="faults"/>.</summary>
    public static IConfiguration Usable(IConfiguration configuration, List<string> faults)
    {
        var usable = new Dictionary<string, string?>();
        foreach (var section in configuration.GetChildren().Where(s => !ForOthers.Contains(s.Key, StringComparer.OrdinalIgnoreCase)))
        {
            Check(section, typeof(GatewaySettings), usable, faults);
        }

        return new ConfigurationBuilder().AddInMemoryCollection(usable).Build();
    }

    /// <summary>What a value must be, such as <c>must be a whole number from 0 to 65535</c>; null when only its own check can tell.</summary>
    public static string? Demand(PropertyInfo setting)
    {
        var type = TypeOf(setting);
        var range = setting.GetCustomAttribute<RangeAttribute>();
        var bounds = range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");
        return type == typeof(bool) ? "must be true or false"
            : type == typeof(int) || type == typeof(long) ? "must be a whole number" + bounds
            : type == typeof(double) ? "must be a number" + bounds
            : type.IsEnum ? "must be one of: " + string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()
            : setting.GetCustomAttribute<StringLengthAttribute>() is { } length
                ? $"must have {length.MinimumLength} to {length.MaximumLength} characters"
            : null;
    }

    private static void Check(IConfigurationSection given, Type record, Dictionary<string, string?> usable, List<string> faults)
    {
        var settings = record.GetProperties().Where(p => p.CanWrite).ToList();
        if (settings.Find(p => p.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
        {
            Unknown(given, [.. settings.Select(p => p.Name)], faults);
            return;
        }

        if (IsSection(setting))
        {
            if (!string.IsNullOrEmpty(given.Value))
            {
                faults.Add($"{NameOf(given.Path)}: a section, not a setting; its settings are {NameOf(given.Path)}__…");
            }

            foreach (var child in given.GetChildren())
            {
                Check(child, setting.PropertyType, usable, faults);
            }

            return;
        }

        foreach (var child in given.GetChildren())
        {
            Unknown(child, [], faults);
        }

        if (given.Value is not { } text)
        {
            return;
        }

        if (IsValue(text, TypeOf(setting)))
        {
            usable[given.Path] = text;
        }
        else
        {
            faults.Add($"{NameOf(given.Path)}={text}: {Demand(setting)}");
        }
    }

    // A section that does not exist is named with what was set in it, as the operator wrote it.
    private static void Unknown(IConfigurationSection given, IReadOnlyList<string> known, List<string> faults)
    {
        var parent = given.Path[..^given.Key.Length];
        var nearest = NearestWord.To(given.Key, [.. known.Select(k => k.ToLowerInvariant())]);
        foreach (var path in Leaves(given))
        {
            var guess = nearest is null
                ? "; docs/operations.md lists them all"
                : $"; did you mean {NameOf(parent + nearest + path[given.Path.Length..])}?";
            faults.Add($"{NameOf(path)}: no such setting{guess}");
        }
    }

    private static IEnumerable<string> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count == 0 ? [section.Path] : children.SelectMany(Leaves);
    }

    private static bool IsValue(string text, Type type) =>
        type == typeof(bool) ? bool.TryParse(text, out _)
        : type == typeof(int) ? int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        : type == typeof(long) ? long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        : type == typeof(double) ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        : !type.IsEnum || Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool IsSection(PropertyInfo setting) => setting.PropertyType.IsClass && setting.PropertyType != typeof(string);

    private static Type TypeOf(PropertyInfo setting) => Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
}
