using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Commit;

/// <summary>Tells whose fault a failed write is (result codes: sqlite.org/rescode.html).</summary>
internal static class StoreErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int SyncFailed = 1034;
    private const int DirectorySyncFailed = 1290;

    /// <summary>The store cannot take anything now; the messages are not to blame and may come again.</summary>
    public static bool IsOfTheEnvironment(Exception error) =>
        Cause(error) is { SqliteErrorCode: Busy or Locked or NoMemory or ReadOnly or InputOutput or Full or CannotOpen };

    /// <summary>
    /// The store can no longer be trusted by this process. After a failed sync Linux may have dropped the dirty pages: trying again would
    /// report success for data that is gone. The process ends and start-up recovers from what is on disk.
    /// </summary>
    public static bool IsFinal(Exception error) =>
        Cause(error) is { SqliteErrorCode: Corrupt or NotADatabase }
            or { SqliteExtendedErrorCode: SyncFailed or DirectorySyncFailed };

    // EF Core wraps what the engine said.
    private static SqliteException? Cause(Exception error) => error as SqliteException ?? error.InnerException as SqliteException;
}
