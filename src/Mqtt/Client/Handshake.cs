using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>From nothing to CONNACK.</summary>
internal static class Handshake
{
    public static async Task<(Stream Stream, PipeReader Input, ConnAckPacket Accepted)> Perform(MqttClientOptions options, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var stream = default(Stream);
        try
        {
            stream = await Open(options, either.Token).ConfigureAwait(false);
            var writer = new PacketWriter();
            ConnectCodec.Write(writer, PacketOf(options));
            await stream.WriteAsync(writer.End().ToArray(), either.Token).ConfigureAwait(false);

            // Zero-byte reads: an idle client waits without a buffer.
            var input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
            var answer = await ReadConnAck(input, options, either.Token).ConfigureAwait(false);
            return answer.Code == 0
                ? (stream, input, answer)
                : throw new MqttConnectRefusedException(ReasonOf(answer.Code));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            Close(stream);
            throw new TimeoutException($"No CONNACK from {options.Host}:{options.Port} within {options.ConnectTimeout}.");
        }
        catch (IOException exception)
        {
            Close(stream);
            throw new MqttConnectionClosedException(new MqttClosure(ReasonCode.UnspecifiedError, ByServer: true, exception));
        }
        catch
        {
            Close(stream);
            throw;
        }
    }

    private static void Close(Stream? stream) => stream?.Dispose();

    private static async Task<Stream> Open(MqttClientOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        if (options.Tls is null)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        try
        {
            options.Tls.TargetHost ??= options.Host;
            await secured.AuthenticateAsClientAsync(options.Tls, cancellation).ConfigureAwait(false);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<ConnAckPacket> ReadConnAck(PipeReader input, MqttClientOptions options, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            var status = PacketFrame.TryRead(in buffer, out var header);
            if (status == ReadStatus.Complete)
            {
                var body = buffer.Slice(header.HeaderLength, header.BodyLength).ToArray();
                input.AdvanceTo(buffer.GetPosition(header.PacketLength));
                return header is { Type: PacketType.ConnAck, HasLawfulFlags: true }
                    && ConnAckCodec.Read(body, options.ProtocolVersion, out var packet) == ReasonCode.Success
                    ? packet!
                    : throw new MqttConnectionClosedException(new MqttClosure(ReasonCode.ProtocolError, ByServer: false));
            }

            if (status == ReadStatus.Malformed || read.IsCompleted || header.PacketLength > options.MaximumPacketSize)
            {
                throw new MqttConnectionClosedException(new MqttClosure(ReasonCode.UnspecifiedError, ByServer: read.IsCompleted));
            }

            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static ConnectPacket PacketOf(MqttClientOptions options)
    {
        var properties = new PropertyList();
        if (options.ProtocolVersion == ProtocolVersion.V5)
        {
            properties
                .With(PropertyId.ReceiveMaximum, options.ReceiveMaximum)
                .With(PropertyId.MaximumPacketSize, (uint)options.MaximumPacketSize);
            if (options.SessionExpirySeconds > 0)
            {
                properties.With(PropertyId.SessionExpiryInterval, options.SessionExpirySeconds);
            }
        }

        return new ConnectPacket
        {
            Version = options.ProtocolVersion,
            ClientId = options.ClientId,
            CleanStart = options.CleanStart,
            KeepAliveSeconds = options.KeepAliveSeconds,
            UserName = options.UserName,
            Password = options.Password?.ToArray(),
            Properties = properties,
            Will = options.Will is { } will
                ? new WillMessage
                {
                    Topic = Encoding.UTF8.GetBytes(will.Topic),
                    Payload = will.Payload.ToArray(),
                    Qos = will.Qos,
                    Retain = will.Retain,
                }
                : null,
        };
    }

    private static ReasonCode ReasonOf(byte code) => code switch
    {
        1 => ReasonCode.UnsupportedProtocolVersion,
        2 => ReasonCode.ClientIdentifierNotValid,
        3 => ReasonCode.ServerUnavailable,
        4 => ReasonCode.BadUserNameOrPassword,
        5 => ReasonCode.NotAuthorized,
        _ => (ReasonCode)code,
    };
}
