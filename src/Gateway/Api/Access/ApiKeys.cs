using System.Collections.Concurrent;
using EdgeRelay.Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Access;

/// <summary>Finds the owner of a key. Known keys are remembered, so that a request costs a hash and a look-up in memory.</summary>
/// <remarks>Thread-safe. Bounded by the number of keys in the database: what is not found is not remembered.</remarks>
internal sealed class ApiKeys(CoreDatabase database)
{
    private readonly ConcurrentDictionary<string, Caller> _known = new(StringComparer.Ordinal);

    /// <returns>Null when no such key exists.</returns>
    public async ValueTask<Caller?> Find(string key, CancellationToken cancellation)
    {
        var hash = ApiKeyText.HashOf(key);
        var name = Convert.ToHexString(hash);
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        await using var context = database.Read();
        if (await context.ApiKeys.FirstOrDefaultAsync(k => k.Hash == hash, cancellation) is not { } row)
        {
            return null;
        }

        return _known[name] = new Caller(row.AccountId, row.Id, row.Name);
    }
}
