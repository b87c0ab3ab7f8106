namespace EdgeRelay.Relay.Storage;

/// <summary>The tables that Relay keeps in the host's main database.</summary>
public static class RelaySchema
{
    /// <summary>The first addition to <see cref="Sql"/>: an event that did not happen after all is marked.</summary>
    public const string SupersededEvents = "ALTER TABLE event ADD COLUMN superseded_ms INTEGER";

    /// <summary>The second: schemes of signing, old secrets, headers, more ways of authorization, ways to prove ownership.</summary>
    public static IReadOnlyList<string> EndpointOptions { get; } =
    [
        "ALTER TABLE webhook ADD COLUMN signature_scheme INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE webhook ADD COLUMN old_secrets TEXT",
        "ALTER TABLE webhook ADD COLUMN auth_options TEXT",
        "ALTER TABLE webhook ADD COLUMN headers TEXT",
        "ALTER TABLE webhook ADD COLUMN client_certificate TEXT",
        "ALTER TABLE webhook ADD COLUMN ownership INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE webhook DROP COLUMN previous_secret", // never written: a list took its place
        "ALTER TABLE webhook DROP COLUMN previous_secret_until_ms",
    ];

    /// <summary>The third: an event says what it was looked for as.</summary>
    public const string EventTopics = "ALTER TABLE event ADD COLUMN topic TEXT";

    /// <summary>The fourth: limits of rate and age, and messages that replace older ones.</summary>
    public static IReadOnlyList<string> DeliveryOptions { get; } =
    [
        "ALTER TABLE webhook ADD COLUMN rate_per_second REAL",
        "ALTER TABLE webhook ADD COLUMN skip_after INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE webhook ADD COLUMN coalesce INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE webhook ADD COLUMN max_age_seconds INTEGER",
        "ALTER TABLE delivery ADD COLUMN superseded_by INTEGER",
        "ALTER TABLE event ADD COLUMN replace_key TEXT",
    ];

    /// <summary>The fifth: messages that go together, and which ones do.</summary>
    public static IReadOnlyList<string> Batches { get; } =
    [
        "ALTER TABLE webhook ADD COLUMN batch_max INTEGER",
        "ALTER TABLE webhook ADD COLUMN batch_wait_ms INTEGER NOT NULL DEFAULT 1000",
        "ALTER TABLE delivery ADD COLUMN batch_id BLOB",
        "CREATE INDEX delivery_batched ON delivery (webhook_id, id) WHERE batch_id IS NOT NULL AND state < 2",
    ];

    /// <summary>The sixth: the depth that counts as full, and what was told of an endpoint's limits.</summary>
    /// <remarks>
    /// What waits to be mailed is a notice too: one table is the list, the memory of what was told, and the queue of mails. The partial indexes are as
    /// small as what is in force and what waits.
    /// </remarks>
    public static IReadOnlyList<string> Notices { get; } =
    [
        "ALTER TABLE webhook ADD COLUMN max_depth INTEGER NOT NULL DEFAULT 100000",
        """
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL,
            webhook_id INTEGER NOT NULL,
            webhook_name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            step INTEGER NOT NULL,
            percent INTEGER,
            measured INTEGER NOT NULL,
            bound INTEGER NOT NULL,
            raised_ms INTEGER NOT NULL,
            ended_ms INTEGER,
            last_error TEXT,
            last_status INTEGER,
            event_id BLOB,
            event_type TEXT,
            mail INTEGER NOT NULL,
            mail_to TEXT,
            mail_attempts INTEGER NOT NULL,
            mail_due_ms INTEGER NOT NULL,
            mailed_ms INTEGER,
            mail_reason TEXT
        ) STRICT
        """,
        "CREATE INDEX notice_by_account ON notice (account_id, id)",
        "CREATE INDEX notice_by_webhook ON notice (webhook_id, id)",
        "CREATE INDEX notice_in_force ON notice (webhook_id, kind, step) WHERE ended_ms IS NULL",
        "CREATE INDEX notice_ended ON notice (ended_ms) WHERE ended_ms IS NOT NULL",
        "CREATE INDEX notice_to_mail ON notice (mail_due_ms) WHERE mail = 1",
    ];

    /// <summary>The seventh: events that wait for a webhook without a delivery.</summary>
    /// <remarks>Two numbers and an index of them for each: a quarter of a delivery. In the order in which the events were committed.</remarks>
    public static IReadOnlyList<string> Spilled { get; } =
    [
        "CREATE TABLE spilled (webhook_id INTEGER NOT NULL, event_row INTEGER NOT NULL, PRIMARY KEY (webhook_id, event_row)) STRICT, WITHOUT ROWID",
        "CREATE INDEX spilled_by_event ON spilled (event_row)",
    ];

    /// <summary>Statements for an empty database, in order. The host runs them in its migration.</summary>
    /// <remarks>
    /// No foreign keys: the hot tables are written thousands of times a second. <c>event</c> keeps its row number so that a large
    /// <c>data</c> stays out of the index; <c>delivery_unfinished</c> is as small as what waits; <c>delivery_by_event</c> only ever grows at its end.
    /// </remarks>
    public static IReadOnlyList<string> Sql { get; } =
    [
        """
        CREATE TABLE webhook (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            url TEXT NOT NULL,
            content_type INTEGER NOT NULL,
            form_style INTEGER NOT NULL,
            profile INTEGER NOT NULL,
            email TEXT,
            user_name TEXT NOT NULL,
            auth INTEGER NOT NULL,
            auth_user TEXT,
            auth_secret TEXT,
            secret TEXT NOT NULL,
            previous_secret TEXT,
            previous_secret_until_ms INTEGER,
            retry INTEGER NOT NULL,
            retry_waits TEXT,
            timeout_seconds INTEGER NOT NULL,
            max_in_flight INTEGER NOT NULL,
            on_failure INTEGER NOT NULL,
            enabled INTEGER NOT NULL,
            verification INTEGER NOT NULL,
            hold INTEGER NOT NULL,
            failing_since_ms INTEGER,
            failures INTEGER NOT NULL,
            last_status INTEGER,
            created_ms INTEGER NOT NULL,
            version INTEGER NOT NULL,
            selection TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX webhook_by_account ON webhook (account_id, id)",
        """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            occurred_ms INTEGER NOT NULL,
            event_id BLOB NOT NULL,
            account_id INTEGER NOT NULL,
            type TEXT NOT NULL,
            ordering_key TEXT NOT NULL,
            stored_ms INTEGER NOT NULL,
            data BLOB NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX event_once ON event (occurred_ms, event_id)",
        """
        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            webhook_id INTEGER NOT NULL,
            event_row INTEGER NOT NULL,
            ordering_key TEXT NOT NULL,
            type TEXT NOT NULL,
            origin INTEGER NOT NULL,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            due_ms INTEGER NOT NULL,
            last_status INTEGER,
            last_reason TEXT,
            sequence INTEGER NOT NULL,
            enqueued_ms INTEGER NOT NULL,
            finished_ms INTEGER,
            out_of_order INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX delivery_by_webhook ON delivery (webhook_id, id)",
        "CREATE INDEX delivery_by_event ON delivery (event_row)",
        "CREATE INDEX delivery_unfinished ON delivery (webhook_id, id) WHERE state < 2",
    ];

    /// <summary><see cref="Sql"/> and all additions, in order: the tables as they are now.</summary>
    public static IReadOnlyList<string> Current => [.. Sql, SupersededEvents, .. EndpointOptions, EventTopics, .. DeliveryOptions, .. Batches, .. Notices, .. Spilled];
}
