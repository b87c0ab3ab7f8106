using System.Security.Cryptography;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeRelay.Mqtt.Server;

/// <summary>From accept to CONNACK.</summary>
internal sealed partial class MqttConnection
{
    /// <returns>False when there is no client to serve.</returns>
    private async ValueTask<bool> Connect()
    {
        if (await ConnectGate.Read(_input, _limits.BytesBeforeConnect).ConfigureAwait(false) is not { } gate || IsClosing)
        {
            return false;
        }

        _version = gate.Version;
        if (gate.Packet is not { } packet)
        {
            return Refuse(gate.Fault, isWellFormed: false);
        }

        var fault = ConnectRules.Judge(packet, _limits);
        if (fault != ReasonCode.Success)
        {
            return Refuse(fault);
        }

        var request = new ConnectRequest
        {
            ClientId = packet.ClientId,
            UserName = packet.UserName,
            Password = packet.Password,
            ProtocolVersion = packet.Version,
            RemoteEndPoint = _context.RemoteEndPoint,
            ClientCertificate = _context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
        };
        var verdict = await _server.Application.Connect(request, _context.ConnectionClosed).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(packet.Password);
        return verdict switch
        {
            ConnectVerdict.Accepted accepted => await Accept(packet, accepted).ConfigureAwait(false),
            ConnectVerdict.Refused refused => Refuse(refused.Reason),
            _ => Refuse(ReasonCode.UnspecifiedError),
        };
    }

    private async ValueTask<bool> Accept(ConnectPacket packet, ConnectVerdict.Accepted accepted)
    {
        if (packet.Will is not null && (IsReserved(packet.Will.Topic) || !_server.Application.MayPublish(accepted.Client, packet.Will.Topic)))
        {
            return Refuse(ReasonCode.NotAuthorized);
        }

        if (IsClosing)
        {
            return false;
        }

        var assigned = packet.ClientId.Length == 0 ? "auto-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10)) : null;
        _clientId = assigned ?? packet.ClientId;
        _identity = accepted.Scope is { } scope ? scope + "/" + _clientId : _clientId;
        // The account first: who finds no place there and tries again does not flap.
        if (!CountsFor(accepted.Account) || !MayConnectAgain())
        {
            return false;
        }

        _rate = accepted.IsDevice && (_limits.MessagesPerSecond > 0 || _limits.BytesPerSecond > 0) ? new ReceiveRate(_limits, _server.Clock) : null;
        _will = packet.Will;
        _window = new AckWindow(_limits.ReceiveMaximum);
        _aliases = new TopicAliases(SpeaksV5 ? _limits.TopicAliasMaximum : 0);
        _exactlyOnceMaximum = SpeaksV5 ? _limits.ReceiveMaximum : Math.Max(_limits.ReceiveMaximum, _limits.AwaitingReleaseMaximum);
        _peer = PeerLimits.Of(packet);
        _outgoingAliases = new OutgoingAliases(_peer.TopicAliasMaximum);
        var keepAlive = KeepAlive.Of(packet.Version, packet.KeepAliveSeconds, _limits.MaximumKeepAliveSeconds);
        _silence = keepAlive.Silence;
        _lastReceived = _server.Clock.GetTimestamp();
        _client = accepted.Client;

        if (_server.Registry.Claim(_identity, this) is { } former)
        {
            await former.GiveWay(waits: !packet.CleanStart).ConfigureAwait(false);
        }

        _session = _server.Sessions.Open(_identity, this, packet.CleanStart, SessionExpiry(packet), out var present);
        if (_session is null)
        {
            return false;
        }

        var writer = new PacketWriter();
        ConnAckCodec.Write(writer, _version, ConnAckAnswer.Of(packet, _limits, keepAlive, _session, present, assigned));
        _output.TryWrite(writer.End());
        Volatile.Write(ref _open, true);
        _output.Flush();
        _session.Attach(this);
        MqttLog.Connected(_server.Logger, _clientId, _context.RemoteEndPoint, _version);
        return true;
    }

    private bool MayConnectAgain()
    {
        if (_server.Flapping.Allows(_identity, out var begins))
        {
            return true;
        }

        if (begins && _server.Faults.Allows())
        {
            MqttLog.Banned(
                _server.Logger, _clientId, _context.RemoteEndPoint, _limits.FlappingConnects, _limits.FlappingWindowSeconds, _limits.FlappingBanSeconds);
        }

        return Refuse(ReasonCode.Banned, isSaid: true);
    }

    /// <summary>Counts with the others of its account. Whoever takes over comes in beyond the cap too: its former connection makes room.</summary>
    private bool CountsFor(string? account)
    {
        if (account is null || _server.Accounts.TryEnter(account, evenBeyond: _server.Registry.Has(_identity)))
        {
            _account = account;
            return true;
        }

        return Refuse(ReasonCode.QuotaExceeded);
    }

    /// <summary>What is asked for. A session of 3.1.1 that is not clean has no end of its own.</summary>
    private static uint SessionExpiry(ConnectPacket packet) =>
        packet.Version == ProtocolVersion.V5 ? packet.Properties.Number(PropertyId.SessionExpiryInterval) ?? 0
        : packet.CleanStart ? 0
        : uint.MaxValue;

    /// <summary>Closes, because the client has another connection.</summary>
    /// <param name="waits">
    /// Until the session is free: what the old connection has read must be settled before the new one goes on with it. A peer that takes no bytes is cut
    /// off within the grace, and nobody else waits.
    /// </param>
    private async ValueTask GiveWay(bool waits)
    {
        Close(DisconnectReason.TakenOver, ReasonCode.SessionTakenOver);
        if (waits)
        {
            var longest = TimeSpan.FromMilliseconds(_limits.TakeoverGraceMilliseconds) + CloseGrace;
            await Task.WhenAny(_ended.Task, Task.Delay(longest, _server.Clock)).ConfigureAwait(false);
        }
    }

    /// <param name="isSaid">Whether the log has a line of its own about it already, or had one.</param>
    private bool Refuse(ReasonCode reason, bool isWellFormed = true, bool isSaid = false)
    {
        _server.Metrics.Refused(reason);
        if (!isSaid && _server.Refusals.Allows())
        {
            MqttLog.Refused(_server.Logger, _context.RemoteEndPoint, reason);
        }

        // Before the version is known, and to a malformed packet of 3.1.1, there is nothing that could be answered.
        var malformed = !isWellFormed && reason is ReasonCode.MalformedPacket or ReasonCode.ProtocolError or ReasonCode.PacketTooLarge or ReasonCode.QuotaExceeded;
        if (_version != 0 && (SpeaksV5 || !malformed))
        {
            // A client of another version than ours is answered in the form that every version can read.
            var form = _version >= ProtocolVersion.V5 ? ProtocolVersion.V5 : ProtocolVersion.V311;
            var writer = new PacketWriter();
            ConnAckCodec.Write(writer, form, new ConnAckPacket(false, form == ProtocolVersion.V5 ? (byte)reason : ConnectRules.ReturnCodeOf(reason)));
            _output.TryWrite(writer.End());
        }

        Close(DisconnectReason.ProtocolError, reason);
        return false;
    }
}
