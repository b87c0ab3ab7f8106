using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules.Drivers;

namespace EdgeRelay.Gateway.Drivers;

/// <summary>Reads drivers from the database as the lanes need them.</summary>
internal static class StoredDrivers
{
    /// <summary>All of an account. Once, at the start.</summary>
    public static AccountDrivers ReadAll(CoreContext core, long accountId) => new(
        DriverDirectory.Empty.With(OwnersByTag(core.DriverTags.Where(t => t.AccountId == accountId))),
        new DriverNames(core.Drivers.Where(d => d.AccountId == accountId)
            .AsEnumerable().Select(d => KeyValuePair.Create(d.DriverId, ProfileOf(d)))));

    /// <summary>The same with one driver and some tags read anew.</summary>
    public static AccountDrivers Reread(AccountDrivers present, CoreContext core, long accountId, string driverId, IReadOnlyCollection<string> tags)
    {
        var row = core.Drivers.FirstOrDefault(d => d.AccountId == accountId && d.DriverId == driverId);
        var owners = OwnersByTag(core.DriverTags.Where(t => t.AccountId == accountId && tags.Contains(t.Tag)))
            .ToDictionary(StringComparer.Ordinal);
        return new AccountDrivers(
            present.Tags.With(tags.Select(tag => KeyValuePair.Create(tag, owners.GetValueOrDefault(tag, [])))),
            present.Names.With(driverId, row is null ? null : ProfileOf(row)));
    }

    private static DriverProfile ProfileOf(DriverRow row) => new(row.FirstName, row.LastName, row.Email, row.Phone);

    private static IEnumerable<KeyValuePair<string, TagOwner[]>> OwnersByTag(IQueryable<DriverTagRow> rows) =>
        rows.OrderBy(t => t.Tag).ThenBy(t => t.FromMs).AsEnumerable()
            .GroupBy(t => t.Tag, StringComparer.Ordinal)
            .Select(tag => KeyValuePair.Create(tag.Key, tag.Select(t => new TagOwner(t.FromMs, t.DriverId)).ToArray()));
}
