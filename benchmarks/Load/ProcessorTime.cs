using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>Processor time that a process has used, all threads, user and kernel. Steadier than wall time on a machine with other work.</summary>
internal static class ProcessorTime
{
    public static double SecondsOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    public static double SecondsOfOwn()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime.TotalSeconds;
    }
}
