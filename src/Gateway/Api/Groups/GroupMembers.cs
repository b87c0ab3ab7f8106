using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Groups;

/// <summary>Puts vehicles into a group and takes them out, in the database. Runs on the writer's thread.</summary>
internal static class GroupMembers
{
    /// <summary>Groups that one vehicle may be in.</summary>
    public const int MaxPerVehicle = 64;

    /// <returns>The groups of every vehicle that was named, as they are now, by the vehicle's number.</returns>
    public static Parsed<Dictionary<long, long[]>> Change(
        CoreContext core, Caller caller, VehicleGroupRow group, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        var named = add.Concat(remove).Distinct(StringComparer.Ordinal).ToList();
        var numbers = core.VehiclesOf(caller).Where(v => named.Contains(v.VehicleId))
            .Select(v => new { v.VehicleId, v.No }).ToDictionary(v => v.VehicleId, v => v.No, StringComparer.Ordinal);
        if (numbers.Count < named.Count)
        {
            return ApiProblem.Of([.. Unknown("add", add, numbers), .. Unknown("remove", remove, numbers)]);
        }

        var present = core.VehicleGroupMembers.Where(m => numbers.Values.Contains(m.VehicleNo)).ToList().ToLookup(m => m.VehicleNo);
        var adding = add.Distinct(StringComparer.Ordinal).Where(id => present[numbers[id]].All(m => m.GroupId != group.Id)).ToList();
        if (adding.Find(id => present[numbers[id]].Count() >= MaxPerVehicle) is { } full)
        {
            return new ApiProblem(ApiErrors.LimitExceeded, $"Vehicle \"{full}\" is in {MaxPerVehicle} groups, and may be in no more.");
        }

        // What is changed from here on is stored.
        var leaving = remove.Select(id => numbers[id]).Distinct().SelectMany(no => present[no]).Where(m => m.GroupId == group.Id).ToList();
        core.VehicleGroupMembers.AddRange(adding.Select(id => new VehicleGroupMemberRow { VehicleNo = numbers[id], GroupId = group.Id }));
        core.VehicleGroupMembers.RemoveRange(leaving);
        group.Vehicles += adding.Count - leaving.Count;
        group.Version++;
        return numbers.ToDictionary(
            v => v.Value, v => GroupsOf(present[v.Value].Except(leaving), adding.Contains(v.Key) ? [group.Id] : []));
    }

    private static long[] GroupsOf(IEnumerable<VehicleGroupMemberRow> rows, long[] more) =>
        [.. rows.Select(m => m.GroupId).Concat(more).Order()];

    private static IEnumerable<ProblemFault> Unknown(string list, IReadOnlyList<string> ids, Dictionary<string, long> known) =>
        ids.Index().Where(v => !known.ContainsKey(v.Item)).Select(v => GroupRules.NoVehicle(list, v.Index, v.Item));
}
