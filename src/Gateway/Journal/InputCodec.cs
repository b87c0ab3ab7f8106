// Hot path: every message is journalled. Present fields only, times as differences, decimal numbers as scaled integers: a typical
// sample takes some 45 bytes instead of 450 as an object, and the journal's volume is what a commit costs.
using System.Buffers;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Journal;

/// <summary>
/// Inputs of the rules as bytes and back, without loss. Layout: format version, kind, event time less <c>reference</c>, receive time
/// less event time, then the kind's own fields. Integers are variable length, seven bits a byte, the least significant first.
/// </summary>
/// <remarks>Thread-safe. Texts must be well-formed UTF-16, which those of every decoder are.</remarks>
public static class InputCodec
{
    /// <summary>Raised when the layout changes; older versions stay readable for as long as a journal is kept.</summary>
    public const byte FormatVersion = 1;

    // A replay meets the same tags and probes a million times.
    private static readonly TextCache Texts = new();

    private enum Kind : byte
    {
        Sample = 1,
        Heartbeat = 2,
        Inspection = 3,
        Driver = 4,
        Tick = 5,
        Connect = 6,
    }

    /// <param name="output">Where the bytes go.</param>
    /// <param name="input">Any member of the closed set.</param>
    /// <param name="reference">A time near the input's, such as the journal row's; the reader needs the same.</param>
    public static void Write(IBufferWriter<byte> output, VehicleInput input, Instant reference)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(input);
        var writer = new InputCodecWriter(output);
        writer.Byte(FormatVersion);
        writer.Byte((byte)KindOf(input));
        writer.Signed(unchecked(input.Time.UnixMilliseconds - reference.UnixMilliseconds));
        writer.Signed(unchecked(input.Received.UnixMilliseconds - input.Time.UnixMilliseconds));
        switch (input)
        {
            case Sample sample:
                InputCodecSample.Write(ref writer, sample);
                break;
            case HeartbeatReport { IsConnect: false } heartbeat:
                InputCodecReports.Write(ref writer, heartbeat);
                break;
            case InspectionReport inspection:
                InputCodecReports.Write(ref writer, inspection);
                break;
            case DriverReport driver:
                InputCodecReports.Write(ref writer, driver);
                break;
        }

        writer.Complete();
    }

    /// <param name="source">Starts with an input; may go on.</param>
    /// <param name="reference">As given to <see cref="Write"/>.</param>
    /// <param name="input">Null unless the result is <c>Read</c>.</param>
    /// <param name="consumed">Bytes that the input took; 0 unless the result is <c>Read</c>.</param>
    /// <param name="receivedAgain">Takes the place of the recorded receive time, for an input that is given to the rules later; null leaves it.</param>
    /// <remarks>Never throws on damaged bytes, and allocates no more than a small multiple of their number.</remarks>
    public static InputCodecStatus Read(
        ReadOnlySpan<byte> source, Instant reference, out VehicleInput? input, out int consumed, Instant? receivedAgain = null)
    {
        input = null;
        consumed = 0;
        if (source.IsEmpty)
        {
            return InputCodecStatus.Damaged;
        }

        if (source[0] != FormatVersion)
        {
            return InputCodecStatus.UnknownVersion;
        }

        var reader = new InputCodecReader(source[1..], Texts);
        var kind = (Kind)reader.Byte();
        var time = new Instant(unchecked(reference.UnixMilliseconds + reader.Signed()));
        var recorded = new Instant(unchecked(time.UnixMilliseconds + reader.Signed()));
        var received = receivedAgain ?? recorded;
        VehicleInput? read = kind switch
        {
            Kind.Sample => InputCodecSample.Read(ref reader, time, received),
            Kind.Heartbeat => InputCodecReports.ReadHeartbeat(ref reader, time, received),
            Kind.Inspection => InputCodecReports.ReadInspection(ref reader, time, received),
            Kind.Driver => InputCodecReports.ReadDriver(ref reader, time, received),
            Kind.Connect => new HeartbeatReport { Time = time, Received = received, IsConnect = true },
            Kind.Tick => new Tick { Time = time, Received = received },
            _ => null,
        };
        if (read is null || reader.Failed)
        {
            return InputCodecStatus.Damaged;
        }

        input = read;
        consumed = reader.Position + 1;
        return InputCodecStatus.Read;
    }

    private static Kind KindOf(VehicleInput input) => input switch
    {
        Sample => Kind.Sample,
        HeartbeatReport { IsConnect: true } => Kind.Connect,
        HeartbeatReport => Kind.Heartbeat,
        InspectionReport => Kind.Inspection,
        DriverReport => Kind.Driver,
        Tick => Kind.Tick,
        _ => throw new ArgumentException($"{input.GetType().Name} is no input that the journal knows.", nameof(input)),
    };
}
