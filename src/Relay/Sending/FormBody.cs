using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Writes a JSON message as a form: the same tree, keys as <c>data[parts][0][part]</c>. Numbers keep the characters that they have in
/// the JSON. Null, empty objects and empty arrays are left out.
/// </summary>
internal static class FormBody
{
    /// <summary>Most fields in one form: PHP drops what is beyond.</summary>
    public const int MaxFields = 1_000;

    private const string Hex = "0123456789ABCDEF";

    /// <returns>False when the message has more than <see cref="MaxFields"/> fields.</returns>
    public static bool TryWriteBrackets(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        var path = new FormPath();
        var text = ArrayPool<byte>.Shared.Rent(json.Length);
        var fields = 0;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        path.Enter(isArray: reader.TokenType == JsonTokenType.StartArray);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        path.Leave();
                        break;
                    case JsonTokenType.PropertyName:
                        path.Name(text.AsSpan(0, reader.CopyString(text)));
                        break;
                    case JsonTokenType.Null:
                        path.Skip();
                        break;
                    default:
                        if (++fields > MaxFields)
                        {
                            return false;
                        }

                        var value = reader.TokenType == JsonTokenType.String
                            ? text.AsSpan(0, reader.CopyString(text))
                            : reader.ValueSpan;
                        WriteField(body, path.Value(), value, first: fields == 1);
                        break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }

        return true;
    }

    /// <summary>Writes the one field <c>payload=&lt;the JSON&gt;</c>.</summary>
    public static void WritePayload(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> json)
    {
        body.Write("payload="u8);
        Encode(body, json);
    }

    /// <summary>Letters, digits and <c>-._~</c> stay, a space becomes <c>+</c>, all else <c>%XX</c>.</summary>
    internal static void Encode(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> bytes)
    {
        var target = body.GetSpan(bytes.Length * 3);
        var length = 0;
        foreach (var b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                target[length++] = b;
            }
            else if (b == (byte)' ')
            {
                target[length++] = (byte)'+';
            }
            else
            {
                target[length++] = (byte)'%';
                target[length++] = (byte)Hex[b >> 4];
                target[length++] = (byte)Hex[b & 15];
            }
        }

        body.Advance(length);
    }

    private static void WriteField(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> path, ReadOnlySpan<byte> value, bool first)
    {
        if (!first)
        {
            body.Write("&"u8);
        }

        body.Write(path);
        body.Write("="u8);
        Encode(body, value);
    }

    /// <summary>The encoded key of the value at hand, grown and cut back as the reader goes down and up.</summary>
    private sealed class FormPath
    {
        private readonly ArrayBufferWriter<byte> _text = new(128);
        private readonly Stack<(int Length, int Index)> _levels = [];
        private byte[] _prefix = [];

        /// <summary>Goes into an object or array that is the value at hand.</summary>
        public void Enter(bool isArray)
        {
            if (_levels.Count > 0)
            {
                _prefix = Value().ToArray();
            }

            _levels.Push((_prefix.Length, isArray ? 0 : -1));
            CutBack();
        }

        public void Leave()
        {
            _levels.Pop();
            if (_levels.Count > 0)
            {
                _prefix = _prefix[.._levels.Peek().Length];
                CutBack();
            }
        }

        public void Name(ReadOnlySpan<byte> name)
        {
            CutBack();
            if (_levels.Count == 1)
            {
                Encode(_text, name);
                return;
            }

            _text.Write("%5B"u8);
            Encode(_text, name);
            _text.Write("%5D"u8);
        }

        public void Skip() => Value();

        /// <summary>The key of the value that was just read. In an array each call moves to the next place.</summary>
        public ReadOnlySpan<byte> Value()
        {
            var (length, index) = _levels.Pop();
            if (index >= 0)
            {
                CutBack();
                _text.Write("%5B"u8);
                Utf8Formatter.TryFormat(index, _text.GetSpan(11), out var written);
                _text.Advance(written);
                _text.Write("%5D"u8);
                index++;
            }

            _levels.Push((length, index));
            return _text.WrittenSpan;
        }

        private void CutBack()
        {
            _text.ResetWrittenCount();
            _text.Write(_prefix);
        }
    }
}
