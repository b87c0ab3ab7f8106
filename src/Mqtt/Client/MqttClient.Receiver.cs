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
        private int _workQueued;
        private volatile bool _broken;

        public bool IsBroken => _broken;

        public ChannelReader<MqttMessage> Messages => _messages.Reader;

        /// <summary>The message that found the queue full; reading stops until it is delivered.</summary>
        public MqttMessage? Held { get; private set; }

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
            lock (client._output.Gate)
            {
                while (!abandoned && _window.TryPeek(out var packetId, out var qos, out var outcome))
                {
                    abandoned = outcome == AckOutcome.Abandoned;
                    if (!abandoned)
                    {
                        client.Write(qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec, packetId);
                        _window.Release();
                    }
                }
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
                Held = message;
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

        public async ValueTask Deliver()
        {
            await _messages.Writer.WriteAsync(Held!).ConfigureAwait(false);
            Held = null;
        }

        public void Complete() => _messages.Writer.TryComplete();
    }
}
