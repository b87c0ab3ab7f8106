using System.Diagnostics.Metrics;
using EdgeRelay.Mqtt.Broker;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What the connections of one endpoint share, and the one timer that looks after all their deadlines.</summary>
internal sealed class MqttServer : IDisposable
{
    /// <summary>How exact a deadline is. A pass over 50,000 connections takes a few milliseconds.</summary>
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(250);

    private readonly ITimer _sweeper;
    private int _sweeping;

    public MqttServer(MqttLimits limits, IMqttApplication application, TimeProvider clock, IMeterFactory meters, ILogger<MqttConnectionHandler> logger)
    {
        Limits = limits;
        Application = application;
        Clock = clock;
        Logger = logger;
        Metrics = new MqttMetrics(meters);
        Refusals = new LogBudget(clock);
        Faults = new LogBudget(clock);
        Router = new Router(limits, clock, Metrics.Broker, logger);
        Sessions = new Sessions(limits, clock, Metrics.Broker, Registry.IsCurrent, Router.Forget);
        _sweeper = clock.CreateTimer(static state => ((MqttServer)state!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    public MqttLimits Limits { get; }

    public IMqttApplication Application { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public MqttMetrics Metrics { get; }

    public ConnectionRegistry Registry { get; } = new();

    public Router Router { get; }

    public Sessions Sessions { get; }

    /// <summary>For lines about connects that were refused.</summary>
    public LogBudget Refusals { get; }

    /// <summary>For lines about connections that had to be closed.</summary>
    public LogBudget Faults { get; }

    public void Dispose()
    {
        _sweeper.Dispose();
        Router.Dispose();
    }

    private void Sweep()
    {
        // A slow pass must not be overtaken by the next one.
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
        {
            return;
        }

        foreach (var (connection, _) in Registry.Open)
        {
            connection.CheckDeadlines();
        }

        Sessions.Sweep();

        Volatile.Write(ref _sweeping, 0);
    }
}
