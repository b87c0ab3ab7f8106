using System.Text.Json;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Texts and values of JSON as it lies on the wire.</summary>
internal static class JsonText
{
    /// <summary>Reads a text of at most <paramref name="longest"/> bytes. False for other types, longer texts and broken escapes.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, TextCache texts, int longest, out string text)
    {
        text = "";
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            if (reader.ValueSpan.Length > longest)
            {
                return false;
            }

            text = texts.Get(reader.ValueSpan);
            return true;
        }

        var escaped = reader.ValueSpan.Length;
        if (escaped > longest * 6)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[escaped];
        if (!TryUnescape(ref reader, plain, out var length) || length > longest)
        {
            return false;
        }

        text = texts.Get(plain[..length]);
        return true;
    }

    /// <summary>False when an escape is half of a surrogate pair: JSON's grammar allows it, text does not.</summary>
    public static bool TryUnescape(ref Utf8JsonReader reader, scoped Span<byte> plain, out int length)
    {
        try
        {
            length = reader.CopyString(plain);
            return true;
        }
        catch (InvalidOperationException)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Moves to the end of the value that <paramref name="reader"/> stands on.</summary>
    /// <param name="reader">Stands on the value's first token, at its last one afterwards.</param>
    /// <param name="deepest">Greatest <c>CurrentDepth</c> that an opening bracket may have.</param>
    /// <returns>False when the value is nested deeper.</returns>
    public static bool TrySkip(ref Utf8JsonReader reader, int deepest)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return true;
        }

        var outer = reader.CurrentDepth;
        do
        {
            if (reader.CurrentDepth > deepest)
            {
                return false;
            }

            reader.Read();
        }
        while (reader.CurrentDepth > outer);
        return true;
    }

    /// <summary>Why the parser gave up: too many levels, or no JSON. Counts brackets outside of texts; runs on faults only.</summary>
    public static bool IsNestedDeeperThan(ReadOnlySpan<byte> json, int deepest)
    {
        var depth = 0;
        var inText = false;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'\\' when inText:
                    i++;
                    break;
                case (byte)'"':
                    inText = !inText;
                    break;
                case (byte)'{' or (byte)'[' when !inText:
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when !inText:
                    depth--;
                    break;
            }

            if (depth > deepest)
            {
                return true;
            }
        }

        return false;
    }
}
