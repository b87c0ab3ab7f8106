using System.IO.Pipelines;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// One client's connection from accept to end. Its read loop is the only thread that reads and that offers messages to the host; tickets are settled
/// from anywhere; <see cref="Close"/> may come from anywhere, and the first cause counts.
/// </summary>
internal sealed partial class MqttConnection : IAckReceiver, ISessionPeer, IThreadPoolWorkItem
{
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(1);

    /// <summary>A client that sends nothing for this long has nothing more under way. Real time, whatever the clock of the deadlines.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly MqttServer _server;
    private readonly MqttLimits _limits;
    private readonly ConnectionContext _context;
    private readonly PipeReader _input;
    private readonly PacketOutput _output;
    private readonly Signal _wake = new();
    private readonly long _acceptedAt;

    private string _clientId = "";
    private string _identity = "";
    private byte _version;
    private object? _client;
    private string? _account;
    private WillMessage? _will;
    private Session? _session;
    private TimeSpan _silence = Timeout.InfiniteTimeSpan;
    private long _lastReceived;
    private bool _paused;
    private bool _open;
    private bool _saysWhy;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closing;
    private DisconnectReason _endReason;
    private ReasonCode _endCode;
    private long _closeBy = long.MaxValue;

    public MqttConnection(MqttServer server, ConnectionContext context)
    {
        _server = server;
        _limits = server.Limits;
        _context = context;
        _input = context.Transport.Input;
        _output = new PacketOutput(context.Transport.Output, _limits.OutputBytes, server.Clock) { Drained = OnDrained };
        _acceptedAt = server.Clock.GetTimestamp();
    }

    private bool IsClosing => Volatile.Read(ref _closing) != 0;

    private bool SpeaksV5 => _version == ProtocolVersion.V5;

    /// <summary>Serves the connection to its end. Never fails.</summary>
    public async Task Run()
    {
        _server.Metrics.Opened();
        _context.ConnectionClosed.UnsafeRegister(static state => ((MqttConnection)state!).OnTransportClosed(), this);
        var stopping = _context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        await using var registration = stopping.UnsafeRegister(
            static state => ((MqttConnection)state!).Close(DisconnectReason.ServerShutdown, ReasonCode.ServerShuttingDown), this);
        try
        {
            if (await Connect().ConfigureAwait(false))
            {
                await ReadPackets().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException or ConnectionResetException or OperationCanceledException)
        {
            // A broken pipe is an ordinary end.
        }
        catch (Exception exception)
        {
            if (_server.Faults.Allows())
            {
                MqttLog.ApplicationFailed(_server.Logger, exception, _clientId);
            }

            if (!_open && _version != 0)
            {
                Refuse(ReasonCode.UnspecifiedError);
            }

            Close(DisconnectReason.Abandoned, ReasonCode.UnspecifiedError);
        }

        await End().ConfigureAwait(false);
    }

    /// <summary>Ends the connection: says why to a 5.0 client, and aborts it when it does not take that within a second.</summary>
    public void Close(DisconnectReason reason, ReasonCode code)
    {
        if (!TryBeginClose(reason, code))
        {
            return;
        }

        if (Volatile.Read(ref _open) && SpeaksV5 && reason != DisconnectReason.ClientDisconnected)
        {
            _output.TryWrite([(byte)PacketType.Disconnect << 4, 1, (byte)code], final: true);
        }

        _output.Flush();
        _input.CancelPendingRead();
        _wake.Raise();
    }

    /// <summary>By the sweeper: what has not happened in time.</summary>
    public void CheckDeadlines()
    {
        var clock = _server.Clock;
        var now = clock.GetTimestamp();
        if (IsClosing)
        {
            if (now >= Volatile.Read(ref _closeBy))
            {
                _context.Abort();
            }
        }
        else if (!Volatile.Read(ref _open))
        {
            if (clock.GetElapsedTime(_acceptedAt, now).TotalSeconds >= _limits.ConnectTimeoutSeconds)
            {
                _server.Metrics.Refused(ReasonCode.MaximumConnectTime);
                Close(DisconnectReason.LimitExceeded, ReasonCode.MaximumConnectTime);
                _context.Abort();
            }
        }
        else if (_output.BlockedFor.TotalSeconds >= _limits.OutputStallSeconds)
        {
            Close(DisconnectReason.AckNotRead, ReasonCode.QuotaExceeded);
            _context.Abort();
        }
        else if (!Volatile.Read(ref _paused) && clock.GetElapsedTime(Volatile.Read(ref _lastReceived), now) >= _silence)
        {
            Close(DisconnectReason.KeepAliveTimeout, ReasonCode.KeepAliveTimeout);
        }
    }

    private bool TryBeginClose(DisconnectReason reason, ReasonCode code)
    {
        if (Interlocked.CompareExchange(ref _closing, 1, 0) != 0)
        {
            return false;
        }

        _endReason = reason;
        _endCode = code;
        var grace = reason == DisconnectReason.TakenOver ? TimeSpan.FromMilliseconds(_limits.TakeoverGraceMilliseconds) : CloseGrace;
        Volatile.Write(ref _closeBy, _server.Clock.GetTimestamp() + (long)(grace.TotalSeconds * _server.Clock.TimestampFrequency));
        return true;
    }

    private void OnTransportClosed()
    {
        TryBeginClose(DisconnectReason.ConnectionLost, ReasonCode.Success);
        _wake.Raise();
        _server.Registry.Remove(this);
    }

    private async Task End()
    {
        TryBeginClose(DisconnectReason.ConnectionLost, ReasonCode.Success);
        if (_account is not null)
        {
            _server.Accounts.Leave(_account);
        }

        if (_endReason is DisconnectReason.Abandoned or DisconnectReason.ServerShutdown)
        {
            _server.Flapping.Forgive(_identity);
        }

        if (_client is not null)
        {
            // The session first: whoever finds the identity free must find the session left.
            LeaveSession(_client);
            _server.Registry.Release(_identity, this);
            _ended.TrySetResult();
            Report();
            _server.Application.Disconnected(_client, _endReason);
        }

        // The sweeper aborts a peer that does not take its last bytes, here or while the transport is taken down.
        while (!_output.Sent.IsCompleted)
        {
            await _output.Sent.ConfigureAwait(false);
        }

        if (_saysWhy)
        {
            await ReadAway().ConfigureAwait(false);
        }

        _server.Metrics.Closed();
    }

    /// <summary>
    /// Lets a client that is still sending read why it was closed: a socket that is closed over unread bytes is reset, and the reset may take the DISCONNECT
    /// with it. Ends when the client is quiet or gone; the sweeper ends it for one that never is.
    /// </summary>
    private async Task ReadAway()
    {
        try
        {
            while (true)
            {
                using var quiet = new CancellationTokenSource(Quiet, TimeProvider.System);
                var read = await _input.ReadAsync(quiet.Token).ConfigureAwait(false);
                _input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException or ConnectionResetException or OperationCanceledException or InvalidOperationException)
        {
            // It is quiet, or has gone.
        }
    }

    /// <summary>Gives the session back, and with it the will if the client went without DISCONNECT.</summary>
    private void LeaveSession(object client)
    {
        if (_session is null)
        {
            return;
        }

        List<ushort> open;
        lock (_output.Gate)
        {
            open = _window.Unsettled();
        }

        _session.Detach(this, open);
        var wanted = _endReason is not DisconnectReason.ClientDisconnected and not DisconnectReason.ServerShutdown;
        var will = wanted && _will is not null ? new WillPublisher(_server, client, _clientId, _identity, _will) : null;
        _server.Sessions.Leave(_session, this, _will?.DelaySeconds ?? 0, will is null ? null : will.Begin);
    }

    private void Report()
    {
        _server.Metrics.Disconnected(_endReason);
        if (_endReason is DisconnectReason.ClientDisconnected or DisconnectReason.ConnectionLost or DisconnectReason.ServerShutdown)
        {
            MqttLog.Ended(_server.Logger, _clientId, _context.RemoteEndPoint, _endReason, _endCode);
        }
        else if (_server.Faults.Allows())
        {
            MqttLog.Closed(_server.Logger, _clientId, _context.RemoteEndPoint, _endReason, _endCode);
        }
    }
}
