using System.Text;
using System.Threading.Channels;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Client;

/// <summary>The way in: messages, their tickets, and the acks in order of receipt.</summary>
public sealed partial class MqttClient
{
    private sealed class Receiver(MqttClient client) : IAckReceiver, IThreadPoolWorkItem
    {
        private readonly Channel<MqttMessage> _messages =
            Channel.CreateBounded<MqttMessage>(new BoundedChannelOptions(client._options.ReceiveMaximum) { SingleWriter = true });

        private readonly AckWindow _window = new(client._options.ReceiveMaximum);
        private readonly ExactlyOnceIds _exactlyOnce = new();
        private readonly Signal _released = new();
        private readonly Signal _acknowledged = new();
        private MqttMessage? _held;
        private int _workQueued;
        private volatile bool _broken;

        public bool IsBroken => _broken;

        public ChannelReader<MqttMessage> Messages => _messages.Reader;

        /// <summary>
        /// Reading stops: a message found the queue full (of QoS 0, which no bound is announced for), or as many await their acknowledgement as may, and
        /// the server cannot be told, or is known not to listen.
        /// </summary>
        public bool MustWait => _held is not null || (_window.IsFull && (client._version != ProtocolVersion.V5 || client._options.PausesAtReceiveMaximum));

        /// <summary>Completes when everything received is acknowledged, or the connection is over.</summary>
        public async Task Settled()
        {
            while (_window.Count > 0 && client._closure is null)
            {
                await _acknowledged.Wait().ConfigureAwait(false);
            }
        }

        public void Settle(long sequence, AckOutcome outcome)
        {
            if (outcome == AckOutcome.Abandoned)
            {
                _broken = true;
            }

            if (_window.Settle(sequence, outcome))
            {
                QueueFlush();
            }
        }

        /// <summary>Sending happens on a pool thread, so that a burst of publishes costs one write.</summary>
        public void QueueFlush()
        {
            if (Interlocked.Exchange(ref _workQueued, 1) == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        public void Execute()
        {
            Interlocked.Exchange(ref _workQueued, 0);
            SendAcks();
        }

        public void SendAcks()
        {
            var abandoned = false;
            var released = false;
            lock (client._output.Gate)
            {
                while (!abandoned && _window.TryPeek(out var packetId, out var qos, out var outcome))
                {
                    abandoned = outcome == AckOutcome.Abandoned;
                    if (!abandoned)
                    {
                        client.Write(qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec, packetId);
                        _window.Release();
                        released = true;
                    }
                }
            }

            if (released)
            {
                Wake();
            }

            client._output.Flush();
            if (abandoned)
            {
                client.End(new MqttClosure(ReasonCode.UnspecifiedError, ByServer: false));
            }
        }

        public MqttClosure? TakePublish(byte flags, ReadOnlySpan<byte> body)
        {
            var fault = PublishCodec.Read(body, flags, client._version, AllowedProperties.PublishToClient, out var packet);
            if (fault != ReasonCode.Success || packet.TopicAlias != 0)
            {
                // We announced no aliases.
                return client.Fault(fault != ReasonCode.Success ? fault : ReasonCode.TopicAliasInvalid);
            }

            if (packet.Qos == QualityOfService.ExactlyOnce && _exactlyOnce.Contains(packet.PacketId))
            {
                if (!_window.Holds(packet.PacketId))
                {
                    client.Write(PacketType.PubRec, packet.PacketId);
                }

                return null;
            }

            if (packet.Qos != QualityOfService.AtMostOnce && (_window.IsFull || _exactlyOnce.Count >= client._options.ReceiveMaximum))
            {
                return client.Fault(ReasonCode.ReceiveMaximumExceeded);
            }

            if (packet.Qos == QualityOfService.ExactlyOnce)
            {
                _exactlyOnce.Add(packet.PacketId);
            }

            var ticket = packet.Qos == QualityOfService.AtMostOnce ? default : new AckTicket(this, _window.Take(packet.PacketId, packet.Qos));
            var message = new MqttMessage(Encoding.UTF8.GetString(packet.Topic), packet.Payload.ToArray(), packet.Qos, packet.Retain, ticket);
            if (!_messages.Writer.TryWrite(message))
            {
                _held = message;
            }

            return null;
        }

        public MqttClosure? TakePubRel(ReadOnlySpan<byte> body)
        {
            if (AckCodec.Read(body, client._version, out var packet) != ReasonCode.Success)
            {
                return client.Fault(ReasonCode.MalformedPacket);
            }

            var known = _exactlyOnce.Remove(packet.PacketId);
            client.Write(PacketType.PubComp, packet.PacketId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
            return null;
        }

        /// <summary>May end early; then there is still none.</summary>
        public async ValueTask WaitForRoom()
        {
            if (_held is null)
            {
                await _released.Wait().ConfigureAwait(false);
            }
            else if (!await _messages.Writer.WaitToWriteAsync().ConfigureAwait(false) || _messages.Writer.TryWrite(_held))
            {
                _held = null;
            }
        }

        /// <summary>Lets those who wait look again.</summary>
        private void Wake()
        {
            _released.Raise();
            _acknowledged.Raise();
        }

        /// <summary>The connection is over: nobody waits for anything any more.</summary>
        public void Complete()
        {
            _messages.Writer.TryComplete();
            Wake();
        }
    }
}
