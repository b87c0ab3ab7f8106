using System.Text.Json;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Landmarks;

/// <summary>Reads landmarks out of requests; every fault of every feature becomes part of the answer.</summary>
internal static class LandmarkReadings
{
    /// <summary>Largest body of landmarks, bytes.</summary>
    public const int MaxBytes = 64 << 20;

    private static readonly string[] KnownProperties =
    [
        "name", "group", "radius_m", "half_width_m", "leave_buffer_m", "enter_dwell_s", "leave_dwell_s", "speed_limit_mph",
        "schedule",
    ];

    /// <summary>One Feature or a FeatureCollection.</summary>
    public static Parsed<LandmarkDraft[]> Many(JsonElement json)
    {
        var reading = LandmarkGeoJsonReader.Read(json);
        var faults = reading.Faults.Select(f => new ProblemFault(f.Pointer, f.Code, f.Message)).ToList();
        return faults.Count == 0 ? reading.Drafts.ToArray() : ApiProblem.Of(faults);
    }

    /// <summary>Exactly one Feature.</summary>
    public static Parsed<LandmarkDraft> One(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || LandmarkGeoJsonReader.TypeOf(json) != "Feature")
        {
            return new ApiProblem(ApiErrors.LandmarkInvalid, "One Feature is expected.");
        }

        return Many(json).Succeeded(out var drafts, out var problem) ? drafts.Single() : problem;
    }

    /// <summary>A misspelt setting in a merge patch would do nothing in silence; in GeoJSON from elsewhere foreign properties are normal.</summary>
    public static ApiProblem? CheckPatch(JsonElement patch)
    {
        if (!patch.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var faults = properties.EnumerateObject()
            .Where(p => NearestWord.To(p.Name, KnownProperties) is { } nearest && nearest != p.Name)
            .Select(p => new ProblemFault(
                "/properties/" + p.Name,
                ApiErrors.UnknownField.Code,
                $"A landmark has no property \"{p.Name}\".",
                NearestWord.To(p.Name, KnownProperties)))
            .ToList();
        return faults.Count == 0 ? null : ApiProblem.Of(faults);
    }
}
