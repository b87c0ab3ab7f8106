using System.Collections.Concurrent;
using System.Collections.Frozen;
using EdgeRelay.Gateway.Drivers;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>The books of all accounts. A change of configuration is read back from the database and swapped in whole.</summary>
/// <remarks>Thread-safe. Lanes hold the account's cell and read its book per message; nothing walks the vehicles at a swap.</remarks>
internal sealed class AccountBooks(CoreDatabase database, RulesSettings settings, TimeProvider clock) : IDisposable
{
    /// <summary>Ids in one question to the database.</summary>
    private const int IdsPerRead = 500;

    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly ConcurrentDictionary<long, AccountCell> _cells = new();
    private readonly Lock _reloading = new();
    private RoadNetwork _roads = RoadNetwork.Empty;
    private long _lastVersion;

    /// <summary>The account's cell; empty until the account is loaded.</summary>
    public AccountCell Cell(long accountId) => _cells.GetOrAdd(accountId, id => new AccountCell(id, new AccountBook(Empty())));

    /// <summary>Whether there is such an account.</summary>
    public bool Has(long accountId) => _cells.ContainsKey(accountId);

    /// <summary>Ids of the account's vehicle groups.</summary>
    public IReadOnlySet<long> GroupsOf(long accountId) => Cell(accountId).Book.Configuration.Groups;

    /// <summary>Reads everything, landmarks and drivers too. Once, at the start.</summary>
    public void LoadAll()
    {
        List<long> accounts;
        using (var context = database.Read())
        {
            accounts = [.. context.Accounts.Select(a => a.Id)];
        }

        foreach (var accountId in accounts)
        {
            var landmarks = LandmarkIndex.Build(StoredLandmarks.ReadAll(database, accountId));
            lock (_reloading)
            {
                Swap(accountId, landmarks, core => StoredDrivers.ReadAll(core, accountId));
            }
        }
    }

    /// <summary>
    /// Begins a change of configuration: store it, then <see cref="Reload"/>, then dispose what this gives. Changes go one after the other, so
    /// that every book without the change is older than the time from which the change counts, and every book with it is newer.
    /// </summary>
    public async Task<ConfigurationChange> BeginChange()
    {
        await _changing.WaitAsync();
        lock (_reloading)
        {
            return new ConfigurationChange(new Instant(_lastVersion = NextVersion()), _changing);
        }
    }

    /// <summary>
    /// Reads the account's webhooks and settings and swaps its book. Call after the commit of a change and before telling of its success: from
    /// then on every message is judged by it.
    /// </summary>
    public void Reload(long accountId)
    {
        // One at a time, so that an older reading never replaces a newer one.
        lock (_reloading)
        {
            Swap(accountId, Cell(accountId).Book.Configuration.Landmarks);
        }
    }

    /// <summary>The same for landmarks: only those that were made, changed or deleted are read; the others' index is kept.</summary>
    public void ReloadLandmarks(long accountId, IReadOnlyCollection<long> ids)
    {
        lock (_reloading)
        {
            var present = new List<Landmark>(ids.Count);
            using (var context = database.Read())
            {
                foreach (var some in ids.Chunk(IdsPerRead))
                {
                    present.AddRange(context.Landmarks.Where(l => l.AccountId == accountId && some.Contains(l.Id))
                        .AsEnumerable().Select(StoredLandmark.Read));
                }
            }

            var landmarks = Cell(accountId).Book.Configuration.Landmarks;
            Swap(accountId, landmarks.With(present, [.. ids.Except(present.Select(l => l.Id))]));
        }
    }

    /// <summary>The same for a driver: only he and the tags that changed hands are read.</summary>
    public void ReloadDriver(long accountId, string driverId, IReadOnlyCollection<string> tags)
    {
        lock (_reloading)
        {
            var present = Cell(accountId).Book.Configuration;
            Swap(accountId, present.Landmarks, core => StoredDrivers.Reread(present.Drivers, core, accountId, driverId, tags));
        }
    }

    /// <summary>Swaps the roads of all accounts. Mappings that no book refers to any more go when the collector finds them.</summary>
    public void UseRoads(RoadNetwork roads)
    {
        // Not while a change is under way: a book made now would be newer than the change, and lack it.
        _changing.Wait();
        try
        {
            lock (_reloading)
            {
                _roads = roads;
                foreach (var cell in _cells.Values)
                {
                    cell.Book = new AccountBook(cell.Book.Configuration with { Version = _lastVersion = NextVersion(), Roads = roads });
                }
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    /// <param name="drivers">Null keeps them.</param>
    private void Swap(long accountId, LandmarkIndex landmarks, Func<CoreContext, AccountDrivers>? drivers = null)
    {
        var version = _lastVersion = NextVersion();
        using var context = database.Read();
        using var snapshot = context.Database.BeginTransaction();
        Cell(accountId).Book = new AccountBook(
            new AccountConfiguration(
                version, StoredRuleSettings.Read(context, accountId, settings), ReadTriggers(context, accountId), landmarks)
            {
                Drivers = drivers?.Invoke(context) ?? Cell(accountId).Book.Configuration.Drivers,
                Groups = context.VehicleGroups.Where(g => g.AccountId == accountId).Select(g => g.Id).ToFrozenSet(),
                Roads = _roads,
            });
    }

    /// <summary>The wall clock, but never the same twice: books and changes are told apart by it. Under the lock.</summary>
    private long NextVersion() => Math.Max(_lastVersion + 1, clock.GetUtcNow().ToUnixTimeMilliseconds());

    private AccountConfiguration Empty() => new(0, [new RuleEra(long.MinValue, settings)], [], LandmarkIndex.Empty) { Roads = _roads };

    private static List<SubscribedTrigger> ReadTriggers(CoreContext context, long accountId)
    {
        var triggers = new List<SubscribedTrigger>();
        foreach (var webhook in context.Set<Relay.Subscriptions.Subscription>()
            .Where(s => s.AccountId == accountId && s.Enabled).OrderBy(s => s.Id))
        {
            var selection = WebhookSelection.Parse(webhook.Selection);
            triggers.AddRange(selection.Triggers.Select(
                (trigger, index) => new SubscribedTrigger(webhook.Id, index, trigger)));
        }

        return triggers;
    }
}
