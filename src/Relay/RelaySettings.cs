using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Relay;

/// <summary>Settings of the section <c>Relay</c>. Every value is bounded; the host checks them all at start-up.</summary>
public sealed record RelaySettings
{
    /// <summary>Whether endpoints may be plain <c>http</c>. Off: a secret or a person's data must not travel in clear text.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Private address ranges that may be called, comma-separated CIDRs or single addresses. Empty: none.</summary>
    [MaxLength(4_096)]
    public string AllowPrivateCidrs { get; init; } = "";

    /// <summary>Exact host names that need no ownership check, comma-separated. Empty: none.</summary>
    [MaxLength(4_096)]
    public string TrustedHosts { get; init; } = "";

    /// <summary>The DNS name by which this sender asks for leave in CloudEvents' ownership check.</summary>
    [RegularExpression("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")]
    public string Origin { get; init; } = "edgerelay";

    /// <summary>Longest time an outcome waits for company before it is written. A crash repeats what was not written.</summary>
    [Range(0, 1_000)]
    public int BatchOutcomeMilliseconds { get; init; } = 50;

    /// <summary>Outcomes in one write; a full batch does not wait.</summary>
    [Range(1, 10_000)]
    public int BatchOutcomeCount { get; init; } = 500;

    /// <summary>Outcomes that may await their commit. At the bound no further attempt starts, so a stuck disk repeats little.</summary>
    [Range(100, 100_000)]
    public int UnwrittenOutcomes { get; init; } = 10_000;

    /// <summary>Deliveries of one endpoint held ready in memory. Beyond it they are only counted and read again from disk.</summary>
    [Range(10, 100_000)]
    public int ReadyWindow { get; init; } = 10_000;

    /// <summary>Deliveries of one endpoint that wait in memory behind a retry, without their bodies. At the bound reading from disk pauses.</summary>
    [Range(10, 1_000_000)]
    public int BlockedWindow { get; init; } = 50_000;

    /// <summary>Bodies held in memory of deliveries of all endpoints, MB; beyond it bodies are read again when sent.</summary>
    [Range(1, 65_536)]
    public int BodyMegabytesInMemory { get; init; } = 64;

    /// <summary>Requests open at once over all endpoints.</summary>
    [Range(1, 16_384)]
    public int MaxInFlight { get; init; } = 2_048;

    /// <summary>Share of <see cref="MaxInFlight"/> that endpoints which are failing may use, percent.</summary>
    [Range(1, 100)]
    public int UnhealthySharePercent { get; init; } = 25;

    /// <summary>How long a stop waits for requests that are under way. What is not finished is sent again after the next start.</summary>
    [Range(0, 60)]
    public int StopSeconds { get; init; } = 5;

    /// <summary>Time without success after which an endpoint is disabled; its messages are kept.</summary>
    [Range(1, 2_160)]
    public int FailingHours { get; init; } = 120;

    /// <summary>Attempts that may wait to be written to the log. At the bound the newest is dropped and counted.</summary>
    [Range(100, 1_000_000)]
    public int LogQueue { get; init; } = 10_000;

    /// <summary>Age at which attempts leave the log.</summary>
    [Range(1, 8_760)]
    public int LogHours { get; init; } = 168;

    /// <summary>Size of the log database at which the oldest attempts leave early, MB.</summary>
    [Range(16, 1_048_576)]
    public int LogMegabytes { get; init; } = 2_048;
}
