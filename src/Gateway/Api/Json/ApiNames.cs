using System.Text.Json;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>Names of fields: snake case, with the short units that the API uses: <c>MaxGapSeconds</c> is <c>max_gap_s</c>, <c>StartMeters</c> is <c>start_m</c>.</summary>
internal sealed class ApiNames : JsonNamingPolicy
{
    private static readonly (string Long, string Short)[] Units = [("_seconds", "_s"), ("_meters", "_m")];

    public override string ConvertName(string name)
    {
        var words = SnakeCaseLower.ConvertName(name);
        foreach (var (unit, abbreviation) in Units)
        {
            if (words.EndsWith(unit, StringComparison.Ordinal))
            {
                return words[..^unit.Length] + abbreviation;
            }
        }

        return words;
    }
}
