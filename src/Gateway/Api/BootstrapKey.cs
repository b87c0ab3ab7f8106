using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api;

/// <summary>Sees to it that account 1 exists and that somebody can get in.</summary>
internal static class BootstrapKey
{
    private const long FirstAccount = 1;

    /// <summary>Call once, after the migration and before the writer starts: it writes on a connection of its own.</summary>
    /// <returns>The key that was made because there was none; shown to the operator once and kept nowhere.</returns>
    public static string? Ensure(CoreDatabase database, AdminSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        using var connection = database.OpenWriter();
        using var context = new CoreContext(CoreDatabase.OptionsFor(connection));
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (!context.Accounts.Any(a => a.Id == FirstAccount))
        {
            context.Accounts.Add(new AccountRow { Id = FirstAccount, Name = "default", CreatedMs = nowMs });
        }

        var random = settings.ApiKey is null && !context.ApiKeys.Any() ? ApiKeyText.Create() : null;
        if ((settings.ApiKey ?? random) is { } key)
        {
            Add(context, key, settings.ApiKey is null ? "bootstrap" : "admin", nowMs);
        }

        context.SaveChanges();
        return random;
    }

    private static void Add(CoreContext context, string key, string name, long nowMs)
    {
        var hash = ApiKeyText.HashOf(key);
        if (!context.ApiKeys.Any(k => k.Hash == hash))
        {
            context.ApiKeys.Add(new ApiKeyRow
            {
                AccountId = FirstAccount,
                Name = name,
                Prefix = ApiKeyText.PrefixOf(key),
                Hash = hash,
                CreatedMs = nowMs,
            });
        }
    }
}
