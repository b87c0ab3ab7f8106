using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Where the files lie and how long they are kept.</summary>
public sealed record DataSettings
{
    /// <summary>Folder of the databases; made when it is not there.</summary>
    [Required]
    public string Directory { get; init; } = "data";

    /// <summary>Journal rows older than this are removed, days.</summary>
    [Range(1, 3_650)]
    public int JournalDays { get; init; } = 7;

    /// <summary>The oldest journal rows are removed beyond this size, megabytes.</summary>
    [Range(64, 10_000_000)]
    public long JournalMegabytes { get; init; } = 10_240;

    /// <summary>Finished deliveries and their events older than this are removed, days.</summary>
    [Range(1, 3_650)]
    public int DeliveryDays { get; init; } = 30;

    /// <summary>
    /// The oldest finished deliveries are removed with their events beyond this size of both, megabytes, about. What is not finished stays.
    /// </summary>
    [Range(64, 10_000_000)]
    public long DeliveryMegabytes { get; init; } = 10_240;

    /// <summary>The oldest dead letters are removed beyond this size, megabytes.</summary>
    [Range(1, 1_000_000)]
    public long DeadLetterMegabytes { get; init; } = 256;

    /// <summary>
    /// How long a commit that follows another at once waits for company, milliseconds; an idle writer commits at once. 0 does not wait.
    /// </summary>
    [Range(0, 50)]
    public int CommitLingerMilliseconds { get; init; } = 1;
}
