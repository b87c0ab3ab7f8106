using System.Text;
using System.Text.Json;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>What is wrong with the element being read. Text is made only when something is.</summary>
internal struct FaultNote
{
    public DeadLetterReason Reason { get; private set; }

    /// <summary>Below the element, e.g. <c>.temps_c.box</c>; empty for the element itself.</summary>
    public string Path { get; private set; }

    public string Detail { get; private set; }

    /// <returns>False, so that a reader can note and leave in one statement.</returns>
    public bool Note(DeadLetterReason reason, string path, string detail)
    {
        Reason = reason;
        Path = path;
        Detail = detail;
        return false;
    }

    /// <summary>Notes a field with a wrong value: says what was expected and, shortened, what was found.</summary>
    public bool NoteField(scoped ReadOnlySpan<byte> name, ref Utf8JsonReader reader, string expected)
    {
        var found = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            _ => Shortened(reader.ValueSpan),
        };
        return Note(DeadLetterReason.BadField, Member(name), $"{expected} expected, {found} found.");
    }

    public static string Member(ReadOnlySpan<byte> name) => "." + Shortened(name);

    private static string Shortened(ReadOnlySpan<byte> text) =>
        text.Length <= 40 ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..40]) + "…";
}
