using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Health;

/// <summary>Whether a change can be committed: one is. At most one a second, whoever asks how often.</summary>
internal sealed class DatabaseReadiness(ConfigurationWriter writer, TimeProvider clock) : IReadiness
{
    private const string ProbeRow = "readiness_probe_ms";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task? _probe;
    private long _probedAt;

    public string Name => "database";

    public async ValueTask<string?> WhyNot(CancellationToken cancellation)
    {
        try
        {
            await Probe().WaitAsync(Deadline, clock, cancellation);
            return null;
        }
        catch (TimeoutException)
        {
            return $"no commit within {Deadline.TotalSeconds} s";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.GetBaseException().Message;
        }
    }

    private Task Probe()
    {
        lock (_gate)
        {
            if (_probe is null || (_probe.IsCompleted && clock.GetElapsedTime(_probedAt) >= Freshness))
            {
                _probe = writer.Write(Touch);
                _probedAt = clock.GetTimestamp();
            }

            return _probe;
        }
    }

    private void Touch(CoreContext core)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (core.Meta.Find(ProbeRow) is { } row)
        {
            row.Value = now;
        }
        else
        {
            core.Meta.Add(new MetaRow { Name = ProbeRow, Value = now });
        }
    }
}
