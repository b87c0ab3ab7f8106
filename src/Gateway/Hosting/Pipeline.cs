using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Vehicles;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>Starts the writer and the lanes before anything can arrive, and stops them after the last message and outcome.</summary>
internal sealed class Pipeline(Committer committer, Lanes lanes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        committer.Start();
        lanes.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lanes.Stop();
            committer.Stop();
        },
        CancellationToken.None);
}
