namespace EdgeRelay.Relay.Storage;

/// <summary>The table of the attempt log, a database of its own: losing its last rows is harmless.</summary>
public static class LogSchema
{
    /// <summary>Statements that may run at every start.</summary>
    public static IReadOnlyList<string> Sql { get; } =
    [
        """
        CREATE TABLE IF NOT EXISTS attempt (
            id INTEGER PRIMARY KEY,
            delivery_id INTEGER NOT NULL,
            webhook_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            url TEXT NOT NULL,
            started_ms INTEGER NOT NULL,
            dns_us INTEGER,
            connect_us INTEGER,
            tls_us INTEGER,
            first_byte_us INTEGER,
            total_us INTEGER NOT NULL,
            address TEXT,
            http_version TEXT,
            request_headers TEXT NOT NULL,
            request_sha256 BLOB,
            request_bytes INTEGER NOT NULL,
            status INTEGER,
            response_headers TEXT,
            response_body TEXT,
            response_base64 INTEGER NOT NULL,
            response_truncated INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            reason TEXT NOT NULL,
            decision TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS attempt_by_delivery ON attempt (delivery_id)",
    ];
}
