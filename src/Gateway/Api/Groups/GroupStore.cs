using System.Globalization;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Groups;

/// <summary>Changes of vehicle groups. Each is committed, and known to the lanes, before it is answered; it counts for what is found from then on.</summary>
internal sealed class GroupStore(
    CoreDatabase database, ConfigurationWriter writer, AccountBooks books, VehicleDirectory directory, TimeProvider clock)
{
    /// <summary>Groups of one account at most.</summary>
    public const int MaxPerAccount = 1_000;

    /// <summary>Vehicles that leave a deleted group in one commit: acknowledgements of telemetry must not wait for all of them.</summary>
    private const int RowsPerCommit = 1_000;

    /// <summary>Webhooks that a refusal names.</summary>
    private const int MostNamed = 10;

    public static ApiProblem NotFound(long id) => ApiProblem.NotFound(string.Create(CultureInfo.InvariantCulture, $"vehicle group {id}"));

    public async Task<Parsed<VehicleGroupRow>> Add(Caller caller, string name)
    {
        using var change = await books.BeginChange();
        var added = await writer.Write<Parsed<VehicleGroupRow>>(core =>
        {
            if (core.GroupsOf(caller).Count() >= MaxPerAccount)
            {
                return new ApiProblem(ApiErrors.LimitExceeded, $"An account may have {MaxPerAccount} vehicle groups.");
            }

            if (core.GroupsOf(caller).Any(g => g.Name == name))
            {
                return NameTaken(name);
            }

            var row = new VehicleGroupRow
            {
                AccountId = caller.AccountId,
                Name = name,
                CreatedMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            core.VehicleGroups.Add(row);
            return row;
        });
        if (added.Succeeded(out _, out _))
        {
            books.Reload(caller.AccountId);
        }

        return added;
    }

    /// <summary>Whoever names the group goes on doing so: it is known by its number.</summary>
    public Task<Parsed<VehicleGroupRow>> Rename(Caller caller, long id, Precondition precondition, Func<VehicleGroupRow, Parsed<string>> edit) =>
        writer.Write<Parsed<VehicleGroupRow>>(core =>
        {
            if (!Find(core, caller, id, precondition).Succeeded(out var row, out var problem)
                || !edit(row).Succeeded(out var name, out problem))
            {
                return problem;
            }

            if (core.GroupsOf(caller).Any(g => g.Name == name && g.Id != id))
            {
                return NameTaken(name);
            }

            row.Name = name;
            row.Version++;
            return row;
        });

    public async Task<Parsed<VehicleGroupRow>> ChangeVehicles(
        Caller caller, long id, Precondition precondition, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        // One after the other, so that an older list of a vehicle's groups never replaces a newer one.
        using var change = await books.BeginChange();
        var members = new Dictionary<long, long[]>();
        var changed = await writer.Write<Parsed<VehicleGroupRow>>(core =>
            Find(core, caller, id, precondition).Succeeded(out var row, out var problem)
            && GroupMembers.Change(core, caller, row, add, remove).Succeeded(out members, out problem)
                ? row
                : problem);
        if (changed.Succeeded(out _, out _))
        {
            foreach (var (no, groups) in members!)
            {
                Tell(no, _ => groups);
            }
        }

        return changed;
    }

    /// <summary>A group that a webhook names stays: without it the webhook would fall silent, or send of vehicles that it must not send of.</summary>
    /// <returns>Null when it is gone.</returns>
    public async Task<ApiProblem?> Remove(Caller caller, long id, Precondition precondition)
    {
        using var change = await books.BeginChange();
        await using var core = database.Read();
        if (!Find(core, caller, id, precondition).Succeeded(out _, out var problem))
        {
            return problem;
        }

        if (await InUse(core, caller, id) is { } refusal)
        {
            return refusal;
        }

        while (await RemoveSomeMembers(id))
        {
        }

        await writer.Write(c => c.VehicleGroups.Remove(c.GroupsOf(caller).Single(g => g.Id == id)));
        books.Reload(caller.AccountId);
        return null;
    }

    private static ApiProblem NameTaken(string name) =>
        new(ApiErrors.AlreadyExists, $"The account has a vehicle group \"{name}\" already.", [new("/name", ApiErrors.AlreadyExists.Code, null)]);

    private static Parsed<VehicleGroupRow> Find(CoreContext core, Caller caller, long id, Precondition precondition) =>
        core.GroupsOf(caller).FirstOrDefault(g => g.Id == id) is not { } row ? NotFound(id)
            : precondition.Check(row.Version) is { } refusal ? refusal : row;

    private static async Task<ApiProblem?> InUse(CoreContext core, Caller caller, long id)
    {
        var webhooks = new List<long>();
        await foreach (var webhook in core.WebhooksOf(caller).OrderBy(s => s.Id).Select(s => new { s.Id, s.Selection }).AsAsyncEnumerable())
        {
            if (WebhookSelection.Parse(webhook.Selection).Groups.Contains(id))
            {
                webhooks.Add(webhook.Id);
            }
        }

        var named = string.Join(", ", webhooks.Take(MostNamed).Select(w => w.ToString(CultureInfo.InvariantCulture)));
        return webhooks.Count == 0 ? null : new ApiProblem(
            ApiErrors.Conflict,
            webhooks.Count > MostNamed
                ? $"{webhooks.Count} webhooks name the group, among them {named}. Take it out of their scope and triggers first."
                : $"The group is named by webhook {named}. Take it out of its scope and triggers first.");
    }

    /// <returns>False when none was left.</returns>
    private async Task<bool> RemoveSomeMembers(long id)
    {
        var left = await writer.Write(core =>
        {
            var some = core.VehicleGroupMembers.Where(m => m.GroupId == id).OrderBy(m => m.VehicleNo).Take(RowsPerCommit)
                .Select(m => m.VehicleNo).ToList();
            if (some.Count > 0)
            {
                var last = some[^1];
                core.Database.ExecuteSql($"DELETE FROM vehicle_group_member WHERE group_id = {id} AND vehicle_no <= {last}");
                core.Database.ExecuteSql($"UPDATE vehicle_group SET vehicles = vehicles - {some.Count}, version = version + 1 WHERE id = {id}");
            }

            return some;
        });
        left.ForEach(no => Tell(no, groups => [.. groups.Where(g => g != id)]));
        return left.Count > 0;
    }

    private void Tell(long vehicleNo, Func<long[], long[]> change)
    {
        if (directory.FindByNo(vehicleNo) is { } vehicle)
        {
            vehicle.Groups = change(vehicle.Groups);
        }
    }
}
