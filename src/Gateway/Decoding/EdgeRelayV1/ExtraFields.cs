using System.Text.Json;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>
/// Collects what an element holds beside the known fields, unknown ones and the members of <c>x</c>, as one object of the bytes as
/// they came. A second pass over the element, so that an element without extras pays nothing.
/// </summary>
internal static class ExtraFields
{
    private static readonly JsonDocumentOptions UniqueNames = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <param name="element">One JSON object, grammatically right.</param>
    /// <param name="known">Bits of the fields that are not passed through.</param>
    public static bool TryCollect(
        ReadOnlySpan<byte> element, ulong known, DecodeLimits limits, out ReadOnlyMemory<byte> extras, ref FaultNote fault)
    {
        extras = default;
        Span<Member> members = stackalloc Member[limits.ExtraFields];
        var count = 0;
        var reader = new Utf8JsonReader(element);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = TelemetryFields.Identify(ref reader);
            var isKnown = field != TelemetryField.Unknown && (known & (1UL << (int)field)) != 0;
            if (isKnown && field != TelemetryField.Extras)
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            if (!(isKnown ? TryAddMembers(ref reader, members, ref count) : TryAdd(ref reader, members, ref count)))
            {
                return fault.Note(DeadLetterReason.TooLarge, ".x", $"more than {limits.ExtraFields} fields to pass through.");
            }
        }

        return TryJoin(element, members[..count], limits, out extras, ref fault) && HasUniqueNames(element, members[..count], extras, ref fault);
    }

    private static bool TryAddMembers(ref Utf8JsonReader reader, scoped Span<Member> members, ref int count)
    {
        reader.Read();
        while (reader.TokenType != JsonTokenType.Null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryAdd(ref reader, members, ref count))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAdd(ref Utf8JsonReader reader, scoped Span<Member> members, ref int count)
    {
        if (count == members.Length)
        {
            return false;
        }

        var start = (int)reader.TokenStartIndex;
        var nameLength = reader.ValueSpan.Length;
        var escaped = reader.ValueIsEscaped;
        reader.Read();
        var nested = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        reader.Skip();
        members[count++] = new Member(start, nameLength, (int)reader.BytesConsumed, escaped || nested);
        return true;
    }

    private static bool TryJoin(
        ReadOnlySpan<byte> element, ReadOnlySpan<Member> members, DecodeLimits limits, out ReadOnlyMemory<byte> extras, ref FaultNote fault)
    {
        extras = default;
        var length = 1;
        foreach (var member in members)
        {
            length += member.End - member.Start + 1;
        }

        if (length > limits.ExtrasBytes)
        {
            return fault.Note(
                DeadLetterReason.TooLarge, ".x", $"{length} bytes of fields to pass through; at most {limits.ExtrasBytes}.");
        }

        if (members.IsEmpty)
        {
            return true;
        }

        var joined = new byte[length];
        var at = 0;
        foreach (var member in members)
        {
            joined[at++] = (byte)(at == 1 ? '{' : ',');
            element[member.Start..member.End].CopyTo(joined.AsSpan(at));
            at += member.End - member.Start;
        }

        joined[at] = (byte)'}';
        extras = joined;
        return true;
    }

    private static bool HasUniqueNames(
        ReadOnlySpan<byte> element, ReadOnlySpan<Member> members, ReadOnlyMemory<byte> extras, ref FaultNote fault)
    {
        var hidden = false;
        for (var i = 0; i < members.Length; i++)
        {
            hidden |= members[i].NeedsParser;
            var name = Name(element, members[i]);
            for (var j = 0; j < i; j++)
            {
                if (name.SequenceEqual(Name(element, members[j])))
                {
                    return fault.Note(DeadLetterReason.BadField, FaultNote.Member(name), "the field occurs twice.");
                }
            }
        }

        return !hidden || HasUniqueNamesInside(extras, ref fault);
    }

    // Nested objects and escaped names: rare enough to leave to the parser.
    private static bool HasUniqueNamesInside(ReadOnlyMemory<byte> extras, ref FaultNote fault)
    {
        try
        {
            JsonDocument.Parse(extras, UniqueNames).Dispose();
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return fault.Note(DeadLetterReason.BadField, ".x", "a field occurs twice, or its name is broken.");
        }
    }

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> element, Member member) =>
        element.Slice(member.Start + 1, member.NameLength);

    /// <summary>A name and its value in the element's bytes.</summary>
    private readonly record struct Member(int Start, int NameLength, int End, bool NeedsParser);
}
