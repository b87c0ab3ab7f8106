using System.Globalization;
using EdgeRelay.Gateway.Api.Errors;

namespace EdgeRelay.Gateway.Api.Groups;

/// <summary>Finds every fault in what a customer says of a vehicle group. Pure.</summary>
internal static class GroupRules
{
    /// <summary>Vehicles that one request puts in or takes out.</summary>
    public const int MaxVehiclesPerRequest = 1_000;

    private const int MaxName = 200;

    public static ProblemFault? CheckName(string? name) =>
        name is null || name.Length is 0 or > MaxName || name.Any(char.IsControl) || name != name.Trim()
            ? Fault("/name", $"A group needs a name of 1 to {MaxName} characters, without control characters and without spaces around it.")
            : null;

    public static List<ProblemFault> CheckVehicles(GroupVehiclesRequest request)
    {
        var faults = new List<ProblemFault>();
        var (add, remove) = (request.Add ?? [], request.Remove ?? []);
        if (add.Count + remove.Count is 0 or > MaxVehiclesPerRequest)
        {
            faults.Add(Fault("/add", $"Give 1 to {MaxVehiclesPerRequest} ids of vehicles in add and remove together."));
            return faults;
        }

        // A null among the ids is a vehicle that is not there.
        faults.AddRange(add.Index().Where(v => v.Item is null).Select(v => NoVehicle("add", v.Index, "null")));
        faults.AddRange(remove.Index().Where(v => v.Item is null).Select(v => NoVehicle("remove", v.Index, "null")));
        var added = add.ToHashSet(StringComparer.Ordinal);
        faults.AddRange(remove.Index().Where(v => v.Item is not null && added.Contains(v.Item)).Select(v => Fault(
            string.Create(CultureInfo.InvariantCulture, $"/remove/{v.Index}"), $"\"{v.Item}\" is in add too.")));
        return faults;
    }

    public static ProblemFault NoVehicle(string list, int index, string id) => new(
        string.Create(CultureInfo.InvariantCulture, $"/{list}/{index}"), ApiErrors.UnknownVehicle.Code, $"There is no vehicle \"{id}\".");

    private static ProblemFault Fault(string pointer, string detail) => new(pointer, ApiErrors.ParameterOutOfRange.Code, detail);
}
