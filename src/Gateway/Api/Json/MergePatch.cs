using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>JSON merge patch (RFC 7396): members replace, null removes, objects merge, arrays are replaced whole.</summary>
internal static class MergePatch
{
    public static JsonElement Apply(JsonObject target, JsonElement patch)
    {
        Merge(target, patch);
        return JsonSerializer.SerializeToElement(target, ApiJson.Options);
    }

    private static void Merge(JsonObject target, JsonElement patch)
    {
        foreach (var member in patch.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    target.Remove(member.Name);
                    break;

                case JsonValueKind.Object:
                    if (target[member.Name] is not JsonObject inner)
                    {
                        target[member.Name] = inner = [];
                    }

                    Merge(inner, member.Value);
                    break;

                default:
                    target[member.Name] = JsonNode.Parse(member.Value.GetRawText());
                    break;
            }
        }
    }
}
