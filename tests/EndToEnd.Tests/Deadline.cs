namespace EdgeRelay.EndToEnd.Tests;

/// <summary>How long a test waits for what must come. Only a failing test waits so long, so all are generous.</summary>
internal static class Deadline
{
    /// <summary>For one answer of a process that is otherwise idle.</summary>
    public static TimeSpan Short { get; } = TimeSpan.FromMinutes(1);

    /// <summary>For tens of thousands of deliveries on a busy machine.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromMinutes(4);
}
