namespace EdgeRelay.Gateway.Demo;

/// <summary>The demo's four webhooks, each to an inbox with a temper of its own.</summary>
internal static class DemoWebhooks
{
    /// <param name="Temper">How the inbox misbehaves, for the screen; null when it does not.</param>
    public sealed record Webhook(string Name, string Inbox, string Body, string? Answers, string? Temper);

    /// <summary>One that works, one that fails twice and then works, one that is slow, one that is gone.</summary>
    public static IReadOnlyList<Webhook> All { get; } =
    [
        new(
            "Landmarks",
            "demo",
            """{"triggers":[{"type":"landmark_enter"},{"type":"landmark_leave"},{"type":"landmark_change"}]}""",
            null,
            null),
        new(
            "Driving",
            "flaky",
            """
            {"triggers":[{"type":"speed","mph":45},{"type":"posted_speed","over_mph":5},{"type":"idle","min_s":30},
            {"type":"trip_complete"},{"type":"ignition_on"},{"type":"ignition_off"}],
            "delivery":{"retry":{"preset":"custom","waits_s":[1,2,5,10]}}}
            """,
            """{"status":200,"fail_first":2,"fail_status":503}""",
            "fails twice"),
        new(
            "Cargo and crew",
            "slow",
            """
            {"triggers":[{"type":"temperature","mode":"change","delta_c":1},{"type":"dvir"},{"type":"driver_assignment"},
            {"type":"heartbeat"}]}
            """,
            """{"status":200,"delay_ms":1500}""",
            "answers slowly"),
        new(
            "Closed account",
            "gone",
            """{"triggers":[{"type":"location","min_interval_s":60}]}""",
            """{"status":410}""",
            "answers 410"),
    ];
}
