using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgeRelay.Reliability.Tests.Devices;

/// <summary>
/// A device that forgets nothing before its PUBACK: QoS 1, a window of 20, samples of each of its vehicles in order of time. When the
/// connection breaks it connects again and sends again everything unacknowledged, in order.
/// </summary>
/// <remarks>Its ledger lives in the test's process, out of the victim's reach. Read it when <see cref="Run"/> is over.</remarks>
internal sealed class DeviceSim(int number, int port, long startMs, int seed, Gate gate, Pace pace, Action acknowledged)
{
    private const int Window = 20;
    private const int Vehicles = 10;

    private readonly Random _random = new(seed);
    private readonly int[] _samplesOf = new int[Vehicles];
    private readonly Queue<Pending> _pending = new();
    private readonly List<SentMessage> _ledger = [];
    private readonly List<ushort> _acks = [];
    private ushort _lastPacketId;

    public IReadOnlyList<SentMessage> Ledger => _ledger;

    /// <summary>Acknowledgements that were not for the oldest message: the gateway promises the order of receipt.</summary>
    public int AcksOutOfOrder { get; private set; }

    /// <summary>How often an open connection broke.</summary>
    public int Breaks { get; private set; }

    /// <summary>Runs until the pace is stopped and everything is acknowledged.</summary>
    public async Task Run()
    {
        while (!(pace.IsStopped && _pending.Count == 0))
        {
            var nextOpening = gate.NextOpening;
            using var wire = new DeviceWire();
            try
            {
                await wire.Open(port, $"device-{number}", GatewayProcess.ApiKey);
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                await nextOpening;
                continue;
            }

            try
            {
                await Talk(wire);
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // What was read before the end counts: the gateway has said it.
                Settle();
                Breaks++;
            }
        }
    }

    private async Task Talk(DeviceWire wire)
    {
        foreach (var pending in _pending)
        {
            Send(wire, pending, again: true);
        }

        while (true)
        {
            while (_pending.Count < Window && pace.TryTake())
            {
                Send(wire, Make(), again: false);
            }

            if (_pending.Count == 0)
            {
                if (!await pace.Take())
                {
                    return;
                }

                Send(wire, Make(), again: false);
            }

            await wire.Flush();
            await wire.ReceiveAcks(_acks);
            Settle();
        }
    }

    private void Settle()
    {
        foreach (var packetId in _acks)
        {
            if (_pending.Peek().PacketId != packetId)
            {
                AcksOutOfOrder++;
                continue;
            }

            _pending.Dequeue().Message.Acknowledged = true;
            acknowledged();
        }

        _acks.Clear();
    }

    private static void Send(DeviceWire wire, Pending pending, bool again)
    {
        pending.Message.Sendings++;
        wire.Add(pending.PacketId, $"edgerelay/v1/1/{pending.Message.Vehicle}/telemetry", pending.Payload, again);
    }

    private Pending Make()
    {
        const int OneInSoManyIsAnArray = 8;
        const int LongestArray = 5;
        var vehicle = _random.Next(Vehicles);
        var samples = _random.Next(OneInSoManyIsAnArray) == 0 ? _random.Next(2, LongestArray + 1) : 1;
        var times = new List<long>();
        var text = new StringBuilder();
        for (var i = 0; i < samples; i++)
        {
            var n = _samplesOf[vehicle]++;
            times.Add(startMs + (n * 1_000L));
            // East at about 70 mph, so that every sample is a plausible fix and over the speed that the webhook asks for.
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $$"""{"t":{{times[^1]}},"seq":{{n}},"lat":{{37.5 + (number * 0.01)}},"lon":{{-122.5 + (n * 0.00035):F6}},"speed_mph":{{61 + (n % 20)}}}""");
        }

        var message = new SentMessage(number, _ledger.Count, $"v-{number}-{vehicle}", times);
        var pending = new Pending(NextPacketId(), message, Encoding.UTF8.GetBytes(samples == 1 ? text.ToString() : $"[{text}]"));
        _ledger.Add(message);
        _pending.Enqueue(pending);
        return pending;
    }

    private ushort NextPacketId() => _lastPacketId = _lastPacketId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastPacketId + 1);

    private sealed record Pending(ushort PacketId, SentMessage Message, byte[] Payload);
}
