using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Drivers;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Drivers;

/// <summary>
/// Changes of drivers. Each is committed, and known to the lanes, before it is answered. A tag is its new owner's for what is received from then on.
/// </summary>
internal sealed class DriverStore(ConfigurationWriter writer, AccountBooks books, TimeProvider clock)
{
    /// <summary>Drivers of one account at most; the lanes hold all of them in memory.</summary>
    public const int MaxPerAccount = 100_000;

    public static ApiProblem NotFound(string id) => ApiProblem.NotFound($"driver \"{id}\"");

    /// <param name="request">Without faults.</param>
    public async Task<Parsed<DriverRow>> Add(Caller caller, DriverRequest request)
    {
        using var change = await books.BeginChange();
        if (books.Cell(caller.AccountId).Book.Configuration.Drivers.Names.Count >= MaxPerAccount)
        {
            return new ApiProblem(ApiErrors.LimitExceeded, $"An account may have {MaxPerAccount} drivers.");
        }

        if (Taken(caller, request, request.Id!) is { } taken)
        {
            return taken;
        }

        var row = new DriverRow
        {
            AccountId = caller.AccountId,
            DriverId = request.Id!,
            CreatedMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Version = 0,
        };
        var exists = await writer.Write(core =>
        {
            if (core.DriversOf(caller).Any(d => d.DriverId == row.DriverId))
            {
                return true;
            }

            core.Drivers.Add(row);
            Apply(core, row, request, change);
            return false;
        });
        if (exists)
        {
            return new ApiProblem(ApiErrors.AlreadyExists, $"The account has a driver \"{row.DriverId}\" already; change him by PATCH.");
        }

        books.ReloadDriver(caller.AccountId, row.DriverId, DriverRules.TagsOf(row));
        return row;
    }

    /// <param name="edit">What is said of the driver from now on, given what is; without faults.</param>
    public async Task<Parsed<DriverRow>> Change(Caller caller, string id, Precondition precondition, Func<DriverRow, Parsed<DriverRequest>> edit)
    {
        using var change = await books.BeginChange();
        string[] tags = [];
        var changed = await writer.Write<Parsed<DriverRow>>(core =>
        {
            if (!Find(core, caller, id, precondition).Succeeded(out var row, out var problem)
                || !edit(row).Succeeded(out var request, out problem))
            {
                return problem;
            }

            if (Taken(caller, request, id) is { } taken)
            {
                return taken;
            }

            var before = DriverRules.TagsOf(row);
            Apply(core, row, request, change);
            tags = [.. before.Union(DriverRules.TagsOf(row), StringComparer.Ordinal)];
            return row;
        });
        if (changed.Succeeded(out _, out _))
        {
            books.ReloadDriver(caller.AccountId, id, tags);
        }

        return changed;
    }

    /// <returns>Null when he is gone.</returns>
    public async Task<ApiProblem?> Remove(Caller caller, string id, Precondition precondition)
    {
        using var change = await books.BeginChange();
        var removed = await writer.Write<Parsed<DriverRow>>(core =>
        {
            if (!Find(core, caller, id, precondition).Succeeded(out var row, out var problem))
            {
                return problem;
            }

            core.Drivers.Remove(row);
            GiveUp(core, row, DriverRules.TagsOf(row), change);
            return row;
        });
        if (!removed.Succeeded(out var gone, out var refusal))
        {
            return refusal;
        }

        books.ReloadDriver(caller.AccountId, id, DriverRules.TagsOf(gone));
        return null;
    }

    private static Parsed<DriverRow> Find(CoreContext core, Caller caller, string id, Precondition precondition) =>
        core.DriversOf(caller).FirstOrDefault(d => d.DriverId == id) is not { } row ? NotFound(id)
            : precondition.Check(row.Version) is { } refusal ? refusal : row;

    private static void Apply(CoreContext core, DriverRow row, DriverRequest request, ConfigurationChange change)
    {
        var (before, tags) = (DriverRules.TagsOf(row), DriverRules.TagsOf(request));
        GiveUp(core, row, before.Except(tags, StringComparer.Ordinal), change);
        foreach (var tag in tags.Except(before, StringComparer.Ordinal))
        {
            TagHistory.Note(core, row.AccountId, tag, row.DriverId, change.EffectiveFrom.UnixMilliseconds);
        }

        row.FirstName = request.FirstName;
        row.LastName = request.LastName;
        row.Email = request.Email;
        row.Phone = request.Phone;
        row.Tags = string.Join(' ', tags);
        row.Version++;
    }

    private static void GiveUp(CoreContext core, DriverRow row, IEnumerable<string> tags, ConfigurationChange change)
    {
        TagHistory.ClearAbandoned(core, row.AccountId, change.EffectiveFrom.UnixMilliseconds);
        foreach (var tag in tags)
        {
            TagHistory.Note(core, row.AccountId, tag, null, change.EffectiveFrom.UnixMilliseconds);
        }
    }

    /// <summary>Changes go one after the other, so what the lanes know of tags is what is stored.</summary>
    private ApiProblem? Taken(Caller caller, DriverRequest request, string id)
    {
        var tags = books.Cell(caller.AccountId).Book.Configuration.Drivers.Tags;
        var faults = DriverRules.TagsOf(request).Index()
            .Where(t => tags.FindByTag(t.Item) is { } owner && owner != id)
            .Select(t => DriverRules.TagTaken(t.Index, t.Item, tags.FindByTag(t.Item)!)).ToList();
        return faults.Count == 0 ? null : ApiProblem.Of(faults);
    }
}
