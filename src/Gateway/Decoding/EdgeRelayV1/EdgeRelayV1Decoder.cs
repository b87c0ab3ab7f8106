// Hot path: a payload in one piece is read where it lies; one in several pieces is copied once, to a rented buffer.
using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>The project's own JSON (telematics reference 5.1): bytes to inputs of the rules. A bad element is a fault of its own.</summary>
/// <remarks>Thread-safe; never throws on bytes from the wire. One <see cref="DecodeResult"/> per caller.</remarks>
public sealed class EdgeRelayV1Decoder
{
    // Beyond the limit by far: an element that is too deep is then one fault, and its neighbours are still read.
    private const int ParserDepth = 64;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = ParserDepth };

    private readonly DecodeLimits _limits;
    private readonly SampleReader _samples;
    private readonly HeartbeatReader _heartbeats;
    private readonly DriverReader _drivers;
    private readonly InspectionReader _inspections;

    public EdgeRelayV1Decoder(DecodeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _samples = new SampleReader(limits, new TextCache());
        _heartbeats = new HeartbeatReader(limits);
        _drivers = new DriverReader(limits);
        _inspections = new InspectionReader(limits);
    }

    /// <summary>Appends what <paramref name="payload"/> holds to <paramref name="result"/>.</summary>
    public void Decode(Channel channel, in ReadOnlySequence<byte> payload, Arrival arrival, DecodeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (payload.IsSingleSegment)
        {
            Decode(channel, payload.FirstSpan, arrival, result);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        payload.CopyTo(rented);
        Decode(channel, rented.AsSpan(0, (int)payload.Length), arrival, result);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Appends what <paramref name="payload"/> holds to <paramref name="result"/>; keeps none of its bytes.</summary>
    public void Decode(Channel channel, ReadOnlySpan<byte> payload, Arrival arrival, DecodeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (payload.Length > _limits.PayloadBytes)
        {
            var detail = $"{payload.Length} bytes; at most {_limits.PayloadBytes}.";
            result.AddFault(DeadLetterReason.TooLarge, "$", detail, payload);
            return;
        }

        switch (channel)
        {
            case Channel.Telemetry:
                DecodeTelemetry(payload, arrival, result);
                break;
            case Channel.Bulk:
                DecodeLines(payload, arrival, result);
                break;
            case Channel.Heartbeat:
                DecodeHeartbeat(payload, arrival.Received, result);
                break;
            case Channel.Dvir:
                DecodeDocument(payload, arrival.Received, result, _inspections.Read);
                break;
            case Channel.Driver:
                DecodeDocument(payload, arrival.Received, result, _drivers.Read);
                break;
            case Channel.Status or Channel.Acknowledgement:
                DecodeDocument(payload, arrival.Received, result, read: null);
                break;
            default:
                result.AddFault(DeadLetterReason.UnknownChannel, "$", "cmd is for the device to read, not to publish.", payload);
                break;
        }
    }

    private void DecodeTelemetry(ReadOnlySpan<byte> payload, Arrival arrival, DecodeResult result)
    {
        // Outside of texts the grammar admits ASCII only; inside them the parser takes any bytes.
        var isText = Utf8.IsValid(payload);
        var reader = new Utf8JsonReader(payload, Strict);
        var start = 0;
        var index = 0;
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                DecodeOnly(payload, ref reader, isText, arrival, result);
                return;
            }

            for (; ; index++)
            {
                start = (int)reader.BytesConsumed;
                reader.Read();
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    break;
                }

                var fault = default(FaultNote);
                if (DecodeElement(payload, ref reader, isText, arrival, ref fault, out var element) is { } sample)
                {
                    result.Add(sample);
                }
                else
                {
                    result.AddFault(fault.Reason, $"$[{index}]{fault.Path}", fault.Detail, element);
                }
            }

            start = (int)reader.BytesConsumed;
            reader.Read();
        }
        catch (JsonException error)
        {
            // The rest of a broken array cannot be told apart: it is one fault. What stood before it is good.
            AddBroken(start == 0 ? "$" : $"$[{index}]", error, payload[start..], result);
        }
    }

    // A lone element counts only when nothing but white space follows it.
    private void DecodeOnly(
        ReadOnlySpan<byte> payload, ref Utf8JsonReader reader, bool isText, Arrival arrival, DecodeResult result)
    {
        var fault = default(FaultNote);
        var sample = DecodeElement(payload, ref reader, isText, arrival, ref fault, out _);
        reader.Read();
        if (sample is not null)
        {
            result.Add(sample);
        }
        else
        {
            result.AddFault(fault.Reason, "$" + fault.Path, fault.Detail, payload);
        }
    }

    /// <summary>Reads the value that <paramref name="reader"/> stands on, to its end also when it is bad.</summary>
    private Sample? DecodeElement(
        ReadOnlySpan<byte> payload,
        ref Utf8JsonReader reader,
        bool isText,
        Arrival arrival,
        ref FaultNote fault,
        out ReadOnlySpan<byte> element)
    {
        var start = (int)reader.TokenStartIndex;
        var bookmark = reader;
        element = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fault.Note(DeadLetterReason.BadJson, "", "an object expected.");
        }
        else if (!isText && !IsText(payload[start..], bookmark))
        {
            fault.Note(DeadLetterReason.BadJson, "", "a text is not UTF-8.");
        }
        else if (_samples.Read(payload, ref reader, arrival, ref fault) is { } sample)
        {
            return sample;
        }

        reader = bookmark;
        reader.Skip();
        element = payload[start..(int)reader.BytesConsumed];
        return null;
    }

    private static bool IsText(ReadOnlySpan<byte> fromElement, Utf8JsonReader reader)
    {
        var start = reader.TokenStartIndex;
        reader.Skip();
        return Utf8.IsValid(fromElement[..(int)(reader.BytesConsumed - start)]);
    }

    private void DecodeLines(ReadOnlySpan<byte> payload, Arrival arrival, DecodeResult result)
    {
        var index = 0;
        foreach (var range in payload.Split((byte)'\n'))
        {
            var line = payload[range].Trim(" \t\r"u8);
            if (!line.IsEmpty)
            {
                DecodeLine(line, index++, arrival, result);
            }
        }
    }

    private void DecodeLine(ReadOnlySpan<byte> line, int index, Arrival arrival, DecodeResult result)
    {
        var fault = default(FaultNote);
        try
        {
            var reader = new Utf8JsonReader(line, Strict);
            reader.Read();
            var sample = DecodeElement(line, ref reader, Utf8.IsValid(line), arrival, ref fault, out _);
            reader.Read();
            if (sample is not null)
            {
                result.Add(sample);
                return;
            }
        }
        catch (JsonException error)
        {
            AddBroken($"$[{index}]", error, line, result);
            return;
        }

        result.AddFault(fault.Reason, $"$[{index}]{fault.Path}", fault.Detail, line);
    }

    private void DecodeHeartbeat(ReadOnlySpan<byte> payload, Instant received, DecodeResult result)
    {
        var fault = default(FaultNote);
        try
        {
            if (_heartbeats.Read(payload, received, ref fault) is { } heartbeat)
            {
                result.Add(heartbeat);
                return;
            }
        }
        catch (JsonException error)
        {
            AddBroken("$", error, payload, result);
            return;
        }

        result.AddFault(fault.Reason, "$" + fault.Path, fault.Detail, payload);
    }

    // Rare messages with a shape of their own: a document costs an allocation or two and makes their readers plain.
    private void DecodeDocument(
        ReadOnlySpan<byte> payload, Instant received, DecodeResult result, Func<JsonElement, Instant, ulong, DocumentFields, VehicleInput?>? read)
    {
        var bytes = payload.ToArray();
        var options = new JsonDocumentOptions { MaxDepth = _limits.Depth, AllowDuplicateProperties = false };
        if (!Utf8.IsValid(payload))
        {
            result.AddFault(DeadLetterReason.BadJson, "$", "the payload is not UTF-8.", payload);
            return;
        }

        // An empty status is how a retained one is removed.
        if (read is null && bytes.Length == 0)
        {
            result.AddRecorded();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, options);
            ReadDocument(document.RootElement, payload, received, result, read);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            AddRefusedDocument(bytes, error, result);
        }
    }

    // The parser tells repeated names and broken grammar by one exception: what parses without the check has a repeated name.
    private void AddRefusedDocument(byte[] payload, Exception error, DecodeResult result)
    {
        try
        {
            JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = _limits.Depth }).Dispose();
            result.AddFault(DeadLetterReason.BadField, "$", "a field occurs twice, or its name is broken.", payload);
        }
        catch (JsonException)
        {
            AddBroken("$", error, payload, result);
        }
    }

    private void ReadDocument(
        JsonElement root,
        ReadOnlySpan<byte> payload,
        Instant received,
        DecodeResult result,
        Func<JsonElement, Instant, ulong, DocumentFields, VehicleInput?>? read)
    {
        var fields = new DocumentFields(_limits);
        if (root.ValueKind != JsonValueKind.Object)
        {
            result.AddFault(DeadLetterReason.BadJson, "$", "an object expected.", payload);
        }
        else if (read is null)
        {
            result.AddRecorded();
        }
        else if (read(root, received, ContentHash.Of(payload), fields) is { } input && fields.Fault is null)
        {
            result.Add(input);
        }
        else
        {
            var fault = fields.Fault!.Value;
            result.AddFault(fault.Reason, "$" + fault.Path, fault.Detail, payload);
        }
    }

    private void AddBroken(string path, Exception error, ReadOnlySpan<byte> rest, DecodeResult result)
    {
        var deep = JsonText.IsNestedDeeperThan(rest, _limits.Depth);
        result.AddFault(deep ? DeadLetterReason.TooDeep : DeadLetterReason.BadJson, path, error.Message, rest);
    }
}
