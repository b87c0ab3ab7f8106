namespace EdgeRelay.Gateway.Hosting;

/// <summary>Ends the process when its storage can no longer be trusted: what is on disk is right, what is in memory may not be.</summary>
internal sealed partial class FatalStop(ILogger<FatalStop> logger)
{
    public void Stop(Exception error)
    {
        StorageIsLost(logger, error);
        Environment.FailFast("EdgeRelay cannot trust its storage any more; start it again to recover from what is on disk.", error);
    }

    [LoggerMessage(4090, LogLevel.Critical, "The storage failed for good; the gateway ends and recovers at its next start")]
    private static partial void StorageIsLost(ILogger logger, Exception error);
}
