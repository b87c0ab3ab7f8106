using System.Diagnostics.Metrics;
using System.Net;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Packets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What the connections of one endpoint share, and the one timer that looks after all their deadlines.</summary>
internal sealed class MqttServer : IDisposable
{
    /// <summary>How exact a deadline is. A pass over 50,000 connections takes a few milliseconds.</summary>
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(250);

    private readonly ITimer _sweeper;
    private readonly BrokerStatus _status;
    private int _sweeping;

    public MqttServer(MqttLimits limits, IMqttApplication application, TimeProvider clock, IMeterFactory meters, ILogger<MqttConnectionHandler> logger)
    {
        Limits = limits;
        Application = application;
        Clock = clock;
        Logger = logger;
        Metrics = new MqttMetrics(meters);
        Admissions = new Admissions(limits);
        Refusals = new LogBudget(clock);
        Faults = new LogBudget(clock);
        Router = new Router(limits, clock, Metrics.Broker, logger);
        Sessions = new Sessions(limits, clock, Metrics.Broker, Registry.IsCurrent, Router.Forget);
        Accounts = new Tally<string>(limits.ConnectionsPerAccount);
        Flapping = new FlappingBan(limits, clock);
        _status = new BrokerStatus(this);
        _sweeper = clock.CreateTimer(static state => ((MqttServer)state!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    public MqttLimits Limits { get; }

    public IMqttApplication Application { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public MqttMetrics Metrics { get; }

    public Admissions Admissions { get; }

    /// <summary>Clients of each account.</summary>
    public Tally<string> Accounts { get; }

    public FlappingBan Flapping { get; }

    public ConnectionRegistry Registry { get; } = new();

    public Router Router { get; }

    public Sessions Sessions { get; }

    /// <summary>For lines about connects that were refused.</summary>
    public LogBudget Refusals { get; }

    /// <summary>For lines about connections that had to be closed.</summary>
    public LogBudget Faults { get; }

    /// <summary>Lets a connection go on to its handshake and to <see cref="Serve"/>, or ends it at a cap. From accept to end.</summary>
    public async Task Admit(ConnectionContext connection, ConnectionDelegate next)
    {
        var remote = connection.RemoteEndPoint;
        if (!TryAdmit(remote))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Admissions.Leave(remote);
        }
    }

    /// <summary>Whether one more may hold a socket; then <see cref="Admissions.Leave"/> follows.</summary>
    public bool TryAdmit(EndPoint? remote)
    {
        if (Admissions.TryEnter(remote) is not { } cause)
        {
            return true;
        }

        if (Refusals.Allows())
        {
            MqttLog.Full(Logger, remote, cause);
        }

        Metrics.Refused(ReasonCode.QuotaExceeded);
        return false;
    }

    /// <summary>Serves an admitted connection to its end. Never fails.</summary>
    public async Task Serve(ConnectionContext connection)
    {
        var mqtt = new MqttConnection(this, connection);
        Registry.Add(mqtt);
        await mqtt.Run().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        _status.Dispose();
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
