using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api;

/// <summary>Sees to it that account 1 exists and that somebody can get in.</summary>
internal static class BootstrapKey
{
    private const long FirstAccount = 1;

    /// <summary>
    /// Makes account 1 and gives it the key that was set, if one was. Call after the migration and before the writer starts: it writes on a
    /// connection of its own.
    /// </summary>
    public static void Ensure(CoreDatabase database, AdminSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        if (IsEnsured(database, settings))
        {
            return;
        }

        using var connection = database.OpenWriter();
        using var context = new CoreContext(CoreDatabase.OptionsFor(connection));
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (!context.Accounts.Any(a => a.Id == FirstAccount))
        {
            context.Accounts.Add(new AccountRow { Id = FirstAccount, Name = "default", CreatedMs = nowMs });
        }

        if (settings.ApiKey is { } key)
        {
            Add(context, key, "admin", nowMs);
        }

        context.SaveChanges();
    }

    /// <summary>Asked without EF Core, which is not ready so early in a start (<see cref="CoreDatabase.PrepareQueries"/>).</summary>
    private static bool IsEnsured(CoreDatabase database, AdminSettings settings)
    {
        using var connection = database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT EXISTS (SELECT 1 FROM account WHERE id = $account) AND ($hash IS NULL OR EXISTS (SELECT 1 FROM api_key WHERE hash = $hash))";
        command.Parameters.AddWithValue("$account", FirstAccount);
        command.Parameters.AddWithValue("$hash", settings.ApiKey is { } key ? ApiKeyText.HashOf(key) : DBNull.Value);
        return command.ExecuteScalar() is 1L;
    }

    /// <summary>Whether there is no key at all. A start that finds one has nothing to commit, and so nothing that could fail.</summary>
    public static bool IsMissing(CoreDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var context = database.Read();
        return !context.ApiKeys.Any();
    }

    /// <summary>
    /// Makes a random key if there is none at all. Only its hash is stored, so call it last, when nothing can fail any more between the
    /// commit and the showing: a start that fails must not leave a key behind that nobody has seen.
    /// </summary>
    /// <returns>The key that was made, to be shown to the operator once; null when there was one already.</returns>
    public static string? MakeFirst(CoreContext context, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(clock);
        if (context.ApiKeys.Any())
        {
            return null;
        }

        var key = ApiKeyText.Create();
        Add(context, key, "bootstrap", clock.GetUtcNow().ToUnixTimeMilliseconds());
        return key;
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
