using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>A fleet of raw connections to one target. Connections stay open between rounds; no message is outstanding then.</summary>
internal sealed class LoadGenerator : IDisposable
{
    /// <summary>Makes the runtime finish socket operations on the polling thread; saves a thread switch per receive. Set by <c>./edge bench</c>.</summary>
    public const string InlineSetting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    private readonly List<LoadConnection> _connections = [];

    private LoadGenerator()
    {
    }

    public IReadOnlyList<LoadConnection> Connections => _connections;

    public long Acknowledged => _connections.Sum(c => c.Acknowledged);

    /// <param name="key">API key of the account when the connections are gateways; null when each is a vehicle.</param>
    public static async Task<LoadGenerator> Open(
        int port, int connections, int vehiclesPerConnection, int window, string? key = null, int firstVehicle = 0)
    {
        const int DaysBack = 30;
        var epochMs = TimeProvider.System.GetUtcNow().AddDays(-DaysBack).ToUnixTimeMilliseconds();
        var generator = new LoadGenerator();
        for (var i = 0; i < connections; i++)
        {
            var first = firstVehicle + (i * vehiclesPerConnection);
            var connection = new LoadConnection(first, vehiclesPerConnection, window, epochMs);
            generator._connections.Add(connection);
            await connection.Connect(port, key is null ? TelemetryPacket.VehicleId(first) : $"gateway-{first}", key);
        }

        return generator;
    }

    /// <summary>Full windows for a while.</summary>
    /// <returns>What was acknowledged between the first moment and the last, and what that cost.</returns>
    public async Task<Round> Run(TimeSpan duration, Child target)
    {
        var ends = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var meter = new RoundMeter(this, target);
        var running = _connections.ConvertAll(c => Task.Run(() => c.Run(wanted => Stopwatch.GetTimestamp() < ends ? wanted : 0)));
        var all = Task.WhenAll(running);
        await Task.WhenAny(all, Task.Delay(duration));
        var round = meter.Stop();
        await AllAcknowledged(all);
        return round;
    }

    /// <summary>Sends a number of messages per connection, with full windows, and waits for all acks.</summary>
    public async Task<Round> Send(int messagesPerConnection, Child target)
    {
        var meter = new RoundMeter(this, target);
        await AllAcknowledged(Task.WhenAll(_connections.ConvertAll(c => Task.Run(() =>
        {
            var left = messagesPerConnection;
            return c.Run(wanted =>
            {
                var given = Math.Min(wanted, left);
                left -= given;
                return given;
            });
        }))));
        return meter.Stop();
    }

    public void Dispose() => _connections.ForEach(c => c.Dispose());

    /// <summary>Waits as long as acks keep coming.</summary>
    private async Task AllAcknowledged(Task running)
    {
        while (!running.IsCompleted)
        {
            var before = Acknowledged;
            await Task.WhenAny(running, Task.Delay(LongestSilence));
            if (!running.IsCompleted && before == Acknowledged)
            {
                var waiting = _connections.Where(c => c.Outstanding > 0).Select(c => c.Outstanding).ToList();
                throw new TimeoutException($"No ack for {LongestSilence.TotalSeconds} s: {waiting.Count} connections wait for {waiting.Sum()}.");
            }
        }

        await running;
    }
}
