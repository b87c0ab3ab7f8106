using System.Collections.Concurrent;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>The books of all accounts. A change of configuration is read back from the database and swapped in whole.</summary>
/// <remarks>Thread-safe. Lanes hold the account's cell and read its book per message; nothing walks the vehicles at a swap.</remarks>
internal sealed class AccountBooks(CoreDatabase database, RuleProfile defaultProfile)
{
    private readonly ConcurrentDictionary<long, AccountCell> _cells = new();
    private readonly Lock _reloading = new();
    private long _version;

    /// <summary>The account's cell; empty until the account is loaded.</summary>
    public AccountCell Cell(long accountId) => _cells.GetOrAdd(accountId, id => new AccountCell(id, new AccountBook(Empty())));

    public void LoadAll()
    {
        using var context = database.Read();
        foreach (var accountId in context.Accounts.Select(a => a.Id).ToList())
        {
            Reload(accountId);
        }
    }

    /// <summary>
    /// Reads the account's configuration and swaps its book. Call after the commit of a change and before telling of its success: from then
    /// on every message is judged by it.
    /// </summary>
    public void Reload(long accountId)
    {
        // One at a time, so that an older reading never replaces a newer one.
        lock (_reloading)
        {
            using var context = database.Read();
            using var snapshot = context.Database.BeginTransaction();
            var account = context.Accounts.FirstOrDefault(a => a.Id == accountId);
            var landmarks = ReadLandmarks(context, accountId);
            Cell(accountId).Book = new AccountBook(new AccountConfiguration(
                ++_version,
                ProfileOf(account),
                ReadTriggers(context, accountId),
                landmarks,
                LandmarkIndex.Build([.. landmarks.Select(l => l.Landmark)])));
        }
    }

    private AccountConfiguration Empty() => new(0, defaultProfile, [], [], LandmarkIndex.Empty);

    private RuleProfile ProfileOf(AccountRow? account) =>
        Enum.TryParse<RuleProfile>(account?.RuleProfile, ignoreCase: true, out var own) ? own : defaultProfile;

    private static List<EffectiveLandmark> ReadLandmarks(CoreContext context, long accountId) =>
    [
        .. context.Landmarks.Where(l => l.AccountId == accountId).OrderBy(l => l.Id).AsEnumerable()
            .Select(row => new EffectiveLandmark(StoredLandmark.Read(row), row.EffectiveFromMs)),
    ];

    private static List<SubscribedTrigger> ReadTriggers(CoreContext context, long accountId)
    {
        var triggers = new List<SubscribedTrigger>();
        foreach (var webhook in context.Set<Relay.Subscriptions.Subscription>()
            .Where(s => s.AccountId == accountId && s.Enabled).OrderBy(s => s.Id))
        {
            var selection = WebhookSelection.Parse(webhook.Selection);
            triggers.AddRange(selection.Triggers.Select(
                (trigger, index) => new SubscribedTrigger(webhook.Id, index, trigger, selection.EffectiveFromMs)));
        }

        return triggers;
    }
}
