using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>Reads a JSON value as a request record and finds every unknown field and wrong type at once, each with its place.</summary>
/// <remarks>Stateless; safe from any thread. Follows the records' own JSON contract, so that a new property needs nothing here.</remarks>
internal static class StrictJson
{
    public static Parsed<T> Read<T>(JsonElement json)
        where T : class
    {
        var faults = new List<ProblemFault>();
        return TryRead<T>(json, "", faults) is { } read ? read : ApiProblem.Of(faults);
    }

    /// <summary>The same for a part of a request.</summary>
    /// <param name="pointer">Where the part stands.</param>
    /// <returns>Null when something was added to <paramref name="faults"/>.</returns>
    public static T? TryRead<T>(JsonElement json, string pointer, List<ProblemFault> faults)
        where T : class
    {
        var before = faults.Count;
        var type = ApiJson.Options.GetTypeInfo(typeof(T));
        if (json.ValueKind == JsonValueKind.Null)
        {
            faults.Add(new ProblemFault(pointer, ApiErrors.InvalidRequest.Code, Expected(type) + " is expected, not null."));
        }
        else
        {
            Check(json, type, pointer, faults);
        }

        return faults.Count == before ? json.Deserialize<T>(ApiJson.Options) : null;
    }

    private static void Check(JsonElement json, JsonTypeInfo type, string pointer, List<ProblemFault> faults)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when json.ValueKind == JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    CheckMember(member, type, pointer, faults);
                }

                break;

            case JsonTypeInfoKind.Enumerable when json.ValueKind == JsonValueKind.Array && type.ElementType is { } item:
                var index = 0;
                foreach (var element in json.EnumerateArray())
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}");
                    Check(element, ApiJson.Options.GetTypeInfo(item), place, faults);
                }

                break;

            default:
                CheckValue(json, type, pointer, faults);
                break;
        }
    }

    private static void CheckMember(JsonProperty member, JsonTypeInfo type, string pointer, List<ProblemFault> faults)
    {
        var place = $"{pointer}/{Escape(member.Name)}";
        var known = type.Properties.FirstOrDefault(p => p.Name == member.Name);
        if (known is null)
        {
            var nearest = NearestWord.To(member.Name, [.. type.Properties.Select(p => p.Name)]);
            faults.Add(new ProblemFault(place, ApiErrors.UnknownField.Code, $"There is no field \"{member.Name}\" here.", nearest));
        }
        else if (member.Value.ValueKind != JsonValueKind.Null)
        {
            // Null counts as not given: every property of a request record is optional.
            Check(member.Value, ApiJson.Options.GetTypeInfo(known.PropertyType), place, faults);
        }
    }

    private static void CheckValue(JsonElement json, JsonTypeInfo type, string pointer, List<ProblemFault> faults)
    {
        try
        {
            json.Deserialize(type);
        }
        catch (JsonException)
        {
            var expected = Expected(type);
            faults.Add(new ProblemFault(pointer, ApiErrors.InvalidRequest.Code, $"{expected} is expected, not {json.ValueKind}."));
        }
    }

    private static string Expected(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        { } t when t == typeof(string) => "Text",
        { } t when t == typeof(bool) => "true or false",
        { } t when t == typeof(int) || t == typeof(long) => "A whole number",
        { } t when t == typeof(double) => "A number",
        { IsEnum: true } t => "One of " + string.Join(", ", Enum.GetNames(t).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)),
        { } t when t == typeof(DateTimeOffset) => "A time as in RFC 3339",
        _ => type.Kind == JsonTypeInfoKind.Enumerable ? "An array" : "An object",
    };

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
