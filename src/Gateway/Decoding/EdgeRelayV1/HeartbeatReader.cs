using System.Text.Json;
using System.Text.Unicode;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Reads a heartbeat: <c>{"t":1795339815,"fw":"2.4.1","volts":12.7}</c>, or nothing at all.</summary>
internal sealed class HeartbeatReader(DecodeLimits limits)
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>An unusable time is replaced by <paramref name="received"/>: a heartbeat says "now" (telematics reference 3).</summary>
    public HeartbeatReport? Read(ReadOnlySpan<byte> payload, Instant received, ref FaultNote fault)
    {
        if (payload.IsEmpty)
        {
            return new HeartbeatReport { Time = received, Received = received };
        }

        var reader = new Utf8JsonReader(payload, Strict);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject || !Utf8.IsValid(payload))
        {
            fault.Note(DeadLetterReason.BadJson, "", "one UTF-8 object expected.");
            return null;
        }

        var time = received;
        double? volts = null;
        if (!TryReadFields(ref reader, ref time, ref volts, ref fault))
        {
            return null;
        }

        reader.Read();
        if (!ExtraFields.TryCollect(payload, TelemetryFields.OfHeartbeat, limits, out var extras, ref fault))
        {
            return null;
        }

        return new HeartbeatReport
        {
            Time = time,
            Received = received,
            ContentHash = ContentHash.Of(payload),
            SupplyVolts = volts,
            Extras = extras,
        };
    }

    private bool TryReadFields(ref Utf8JsonReader reader, ref Instant time, ref double? volts, ref FaultNote fault)
    {
        var seen = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = TelemetryFields.Identify(ref reader);
            var name = reader.ValueSpan;
            var bit = TelemetryFields.OfHeartbeat & (1UL << (int)field);
            if ((seen & bit) != 0)
            {
                return fault.Note(DeadLetterReason.BadField, FaultNote.Member(name), "the field occurs twice.");
            }

            seen |= bit;
            reader.Read();
            if (field == TelemetryField.Time && EventTime.TryRead(ref reader, out var read))
            {
                time = read;
            }

            if (field == TelemetryField.Volts && reader.TokenType != JsonTokenType.Null)
            {
                if (!JsonNumber.TryRead(ref reader, out var number))
                {
                    return fault.NoteField(name, ref reader, "a finite number");
                }

                volts = number;
            }

            if (field == TelemetryField.Extras && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
            {
                return fault.NoteField(name, ref reader, "an object");
            }

            if (!JsonText.TrySkip(ref reader, limits.Depth - 1))
            {
                return fault.Note(DeadLetterReason.TooDeep, FaultNote.Member(name), "nested too deeply.");
            }
        }

        return true;
    }
}
