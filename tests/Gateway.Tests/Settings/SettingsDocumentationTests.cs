using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Settings;

public sealed partial class SettingsDocumentationTests
{
    [Fact]
    public void Every_setting_is_documented_with_its_default_and_nothing_else_is() =>
        Assert.Equal(Coded(new GatewaySettings(), "EDGERELAY").Order(StringComparer.Ordinal), Documented().Order(StringComparer.Ordinal));

    [Fact]
    public void Control_the_settings_are_seen_at_every_depth()
    {
        var coded = Coded(new GatewaySettings(), "EDGERELAY").ToList();

        Assert.Contains("EDGERELAY__MQTT__LIMITS__RECEIVEMAXIMUM = 64", coded);
        Assert.Contains("EDGERELAY__RELAY__ALLOWPRIVATECIDRS = empty", coded);
        Assert.Contains("EDGERELAY__ADMIN__APIKEY = none", coded);
    }

    /// <summary>Each setting as <c>NAME = default</c>; what is only computed from others cannot be set and has no setter.</summary>
    private static IEnumerable<string> Coded(object settings, string prefix)
    {
        foreach (var property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var name = $"{prefix}__{property.Name.ToUpperInvariant()}";
            var value = property.GetValue(settings);
            if (value is not null and not string && property.PropertyType.IsClass)
            {
                foreach (var nested in Coded(value, name))
                {
                    yield return nested;
                }
            }
            else
            {
                yield return $"{name} = {Text(value)}";
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        "" => "empty",
        bool or Enum => value.ToString()!.ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static IEnumerable<string> Documented() =>
        new[] { "operations.md", "mqtt.md" }
            .SelectMany(file => Row().Matches(File.ReadAllText(Path.Combine(RepoRoot.Path, "docs", file))))
            .Select(row => $"{row.Groups[1].Value} = {row.Groups[2].Value.Trim().Trim('`')}");

    [GeneratedRegex(@"^\| `(EDGERELAY__\w+)` \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
