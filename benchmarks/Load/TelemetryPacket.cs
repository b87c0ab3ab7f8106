using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// A PUBLISH (QoS 1, MQTT 3.1.1, 200 bytes of telemetry) encoded once; only the vehicle, the packet id, the time and the place are written
/// into each copy. So the generator's cost per message is a copy of some 240 bytes.
/// </summary>
internal sealed class TelemetryPacket
{
    /// <summary>Digits of a vehicle's number in its id: <c>v0000042</c>.</summary>
    public const int VehicleDigits = 7;

    private const int PayloadBytes = 200;

    private readonly byte[] _bytes;
    private readonly int _vehicleAt;
    private readonly int _packetIdAt;
    private readonly int _timeAt;
    private readonly int _latitudeAt;

    public TelemetryPacket()
    {
        const string Start = """{"t":1700000000000,"lat":37.700000,"lon":-122.407510,"speed_kmh":43.2,"heading_deg":0,"acc_m":4,"sats":12,"ignition":true,"odo_km":18233.4,"volts":13.8,"rpm":1850,"fuel_pct":62.5,"reason":"timer""";
        const string End = "\"}";
        var payload = Start + new string('-', PayloadBytes - Start.Length - End.Length) + End;
        var topic = "edgerelay/v1/1/v0000000/telemetry";
        var remaining = 2 + topic.Length + 2 + payload.Length;
        // PUBLISH at QoS 1, remaining length in two bytes, topic length; then topic, packet id, payload.
        _bytes =
        [
            0x32, (byte)((remaining & 0x7F) | 0x80), (byte)(remaining >> 7), 0, (byte)topic.Length,
            .. Encoding.ASCII.GetBytes(topic), 0, 0, .. Encoding.ASCII.GetBytes(payload),
        ];
        _vehicleAt = 5 + topic.IndexOf("0000000", StringComparison.Ordinal);
        _packetIdAt = 5 + topic.Length;
        _timeAt = _packetIdAt + 2 + payload.IndexOf("1700000000000", StringComparison.Ordinal);
        _latitudeAt = _packetIdAt + 2 + payload.IndexOf("37.700000", StringComparison.Ordinal) + 4;
    }

    public int Length => _bytes.Length;

    /// <summary>Client id and topic part of a vehicle.</summary>
    public static string VehicleId(int number) => string.Create(null, $"v{number:D7}");

    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    /// <param name="timeMs">Event time, Unix ms; 13 digits.</param>
    /// <param name="step">Counts the vehicle's messages; it drives some 11 m a step north, and back after 9,000 of them.</param>
    public void Write(Span<byte> target, int vehicle, ushort packetId, long timeMs, int step)
    {
        _bytes.CopyTo(target);
        Utf8Formatter.TryFormat(vehicle, target[_vehicleAt..], out _, new System.Buffers.StandardFormat('D', VehicleDigits));
        BinaryPrimitives.WriteUInt16BigEndian(target[_packetIdAt..], packetId);
        Utf8Formatter.TryFormat(timeMs, target[_timeAt..], out _);
        var there = step % 18_000;
        var place = (there < 9_000 ? there : 18_000 - there) * 10;
        Utf8Formatter.TryFormat(place, target[_latitudeAt..], out _, new System.Buffers.StandardFormat('D', 5));
    }
}
