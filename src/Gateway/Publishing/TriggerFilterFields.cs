using System.Collections.Frozen;
using System.Text.Json;
using EdgeRelay.Gateway.Schedules;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The fields of a trigger that every type has: its filter.</summary>
internal static class TriggerFilterFields
{
    public const double LongestCoolDownSeconds = 7 * 86_400;
    private const int MostEntries = 1_000;
    private const int LongestVehicleId = 64;
    private const int LongestGroup = 200;

    /// <summary>Names that are read.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "vehicles", "groups", "landmarks", "landmark_groups", "outside", "outside_groups", "schedule", "cool_down_s", "send_end", "send_corrections",
    ];

    public static EventFilter Read(string name, JsonElement value, EventFilter filter, string pointer, ICollection<TriggerFault> faults)
    {
        switch (name)
        {
            case "vehicles":
                return filter with { Vehicles = filter.Vehicles with { Ids = ReadVehicles(value, pointer, faults) } };
            case "groups":
                return filter with { Vehicles = filter.Vehicles with { Groups = ReadIds(value, pointer, "vehicle group", faults) } };
            case "landmarks":
                return filter with { Inside = ReadIds(value, pointer, "landmark", faults) };
            case "outside":
                return filter with { Outside = ReadIds(value, pointer, "landmark", faults) };
            case "landmark_groups":
                return filter with { InsideGroups = ReadLandmarkGroups(value, pointer, faults) };
            case "outside_groups":
                return filter with { OutsideGroups = ReadLandmarkGroups(value, pointer, faults) };
            case "schedule":
                return filter with
                {
                    Schedule = ScheduleJson.Read(
                        value, pointer, (place, problem) => faults.Add(new TriggerFault(place, TriggerFaultCode.InvalidRequest, problem))),
                };
            case "cool_down_s" when value.ValueKind == JsonValueKind.Number:
                var seconds = value.GetDouble();
                if (seconds is not (>= 0 and <= LongestCoolDownSeconds))
                {
                    faults.Add(new TriggerFault(
                        pointer, TriggerFaultCode.ParameterOutOfRange, $"cool_down_s must be 0 to {LongestCoolDownSeconds:0} s."));
                }

                return filter with { CoolDownSeconds = seconds };
            case "send_end" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return filter with { SendEnd = value.GetBoolean() };
            case "send_corrections" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return filter with { SendCorrections = value.GetBoolean() };
            default:
                var expected = name is "send_end" or "send_corrections" ? "true or false" : "a number of seconds";
                faults.Add(new TriggerFault(pointer, TriggerFaultCode.InvalidRequest, $"{name} must be {expected}."));
                return filter;
        }
    }

    private static FrozenSet<string> ReadVehicles(JsonElement value, string pointer, ICollection<TriggerFault> faults)
    {
        var vehicles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, place) in Entries(value, pointer, faults))
        {
            if (element.ValueKind == JsonValueKind.String && TriggerParser.TextOf(element) is { Length: > 0 and <= LongestVehicleId } id)
            {
                vehicles.Add(id);
            }
            else
            {
                faults.Add(new TriggerFault(place, TriggerFaultCode.InvalidRequest, "a vehicle's id is text of 1 to 64 characters."));
            }
        }

        return vehicles.ToFrozenSet(StringComparer.Ordinal);
    }

    private static FrozenSet<string> ReadLandmarkGroups(JsonElement value, string pointer, ICollection<TriggerFault> faults)
    {
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, place) in Entries(value, pointer, faults))
        {
            if (element.ValueKind == JsonValueKind.String && TriggerParser.TextOf(element) is { Length: > 0 and <= LongestGroup } group)
            {
                groups.Add(group);
            }
            else
            {
                faults.Add(new TriggerFault(
                    place, TriggerFaultCode.InvalidRequest, $"a landmark's group is text of 1 to {LongestGroup} characters."));
            }
        }

        return groups.ToFrozenSet(StringComparer.Ordinal);
    }

    private static FrozenSet<long> ReadIds(JsonElement value, string pointer, string thing, ICollection<TriggerFault> faults)
    {
        var ids = new HashSet<long>();
        foreach (var (element, place) in Entries(value, pointer, faults))
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var id) && id > 0)
            {
                ids.Add(id);
            }
            else
            {
                faults.Add(new TriggerFault(place, TriggerFaultCode.InvalidRequest, $"a {thing}'s id is a positive integer."));
            }
        }

        return ids.ToFrozenSet();
    }

    private static IEnumerable<(JsonElement Element, string Pointer)> Entries(
        JsonElement value, string pointer, ICollection<TriggerFault> faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new TriggerFault(pointer, TriggerFaultCode.InvalidRequest, "an array of ids is expected."));
            return [];
        }

        if (value.GetArrayLength() > MostEntries)
        {
            faults.Add(new TriggerFault(pointer, TriggerFaultCode.ParameterOutOfRange, $"at most {MostEntries} ids."));
            return [];
        }

        return value.EnumerateArray().Select((element, index) => (element, $"{pointer}/{index}"));
    }
}
