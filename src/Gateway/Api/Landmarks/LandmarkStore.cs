using System.Globalization;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Api.Landmarks;

/// <summary>Changes of landmarks. Each is committed, and known to the lanes, before it is answered.</summary>
internal sealed class LandmarkStore(ConfigurationWriter writer, AccountBooks books, TimeProvider clock)
{
    /// <summary>Landmarks of one account at most.</summary>
    public const int MaxPerAccount = 1_000_000;

    /// <summary>Rows in one commit: a large import must not hold up the acknowledgements of telemetry.</summary>
    private const int RowsPerCommit = 200;

    public static ApiProblem NotFound(long id) => ApiProblem.NotFound(string.Create(CultureInfo.InvariantCulture, $"landmark {id}"));

    public async Task<Parsed<List<LandmarkRow>>> Add(Caller caller, IReadOnlyList<LandmarkDraft> drafts)
    {
        var added = new List<LandmarkRow>(drafts.Count);
        using var change = await books.BeginChange();
        // Changes go one after the other, so the index knows how many there are; the table would have to count them.
        if (books.Cell(caller.AccountId).Book.Configuration.Landmarks.Count + drafts.Count > MaxPerAccount)
        {
            return new ApiProblem(ApiErrors.LimitExceeded, $"An account may have {MaxPerAccount} landmarks.");
        }

        foreach (var part in drafts.Chunk(RowsPerCommit))
        {
            // The shape of a polygon is worked out here, not on the writer's thread.
            var rows = part.Select(d => RowOf(d, caller, change.EffectiveFrom)).ToList();
            await writer.Write(core => core.Landmarks.AddRange(rows));
            added.AddRange(rows);
        }

        Publish(caller, added);
        return added;
    }

    /// <param name="edit">What the landmark shall be, given what it is; runs on the writer's thread.</param>
    public async Task<Parsed<LandmarkRow>> Change(
        Caller caller, long id, Precondition precondition, Func<LandmarkRow, Parsed<LandmarkDraft>> edit)
    {
        using var change = await books.BeginChange();
        var changed = await writer.Write<Parsed<LandmarkRow>>(core =>
        {
            if (core.LandmarksOf(caller).FirstOrDefault(l => l.Id == id) is not { } row)
            {
                return NotFound(id);
            }

            if (precondition.Check(row.Version) is { } refusal)
            {
                return refusal;
            }

            if (!edit(row).Succeeded(out var draft, out var problem))
            {
                return problem;
            }

            Apply(draft, row, change.EffectiveFrom);
            return row;
        });
        if (changed.Succeeded(out _, out _))
        {
            books.ReloadLandmarks(caller.AccountId, [id]);
        }

        return changed;
    }

    /// <returns>Null when it is gone.</returns>
    public async Task<ApiProblem?> Remove(Caller caller, long id, Precondition precondition)
    {
        using var change = await books.BeginChange();
        var problem = await writer.Write(core =>
        {
            if (core.LandmarksOf(caller).FirstOrDefault(l => l.Id == id) is not { } row)
            {
                return NotFound(id);
            }

            var refusal = precondition.Check(row.Version);
            if (refusal is null)
            {
                core.Landmarks.Remove(row);
            }

            return refusal;
        });
        if (problem is null)
        {
            books.ReloadLandmarks(caller.AccountId, [id]);
        }

        return problem;
    }

    private void Publish(Caller caller, List<LandmarkRow> added) =>
        books.ReloadLandmarks(caller.AccountId, [.. added.Select(row => row.Id)]);

    /// <summary>Telemetry received before the shape changed is not judged by the new one.</summary>
    private static void Apply(LandmarkDraft draft, LandmarkRow row, Instant effectiveFrom)
    {
        var (kind, geometry, radius, buffer) = (row.Kind, row.Geometry, row.RadiusMeters, row.LeaveBufferMeters);
        StoredLandmark.Write(draft, row);
        row.Version++;
        if (kind == row.Kind && geometry.AsSpan().SequenceEqual(row.Geometry) && radius == row.RadiusMeters && buffer == row.LeaveBufferMeters)
        {
            row.Geometry = geometry;
            return;
        }

        row.GeometryVersion++;
        row.EffectiveFromMs = effectiveFrom.UnixMilliseconds;
    }

    private LandmarkRow RowOf(LandmarkDraft draft, Caller caller, Instant effectiveFrom)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new LandmarkRow
        {
            AccountId = caller.AccountId,
            Name = draft.Name,
            Geometry = [],
            CreatedMs = nowMs,
            EffectiveFromMs = effectiveFrom.UnixMilliseconds,
        };
        StoredLandmark.Write(draft, row);
        return row;
    }
}
