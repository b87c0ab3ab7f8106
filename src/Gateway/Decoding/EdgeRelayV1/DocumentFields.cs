using System.Text;
using System.Text.Json;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Reads fields of a document and remembers the first fault; what is read after it does not matter.</summary>
internal sealed class DocumentFields(DecodeLimits limits)
{
    public DecodeLimits Limits => limits;

    public FaultNote? Fault { get; private set; }

    public void Note(DeadLetterReason reason, string path, string detail)
    {
        if (Fault is null)
        {
            var fault = default(FaultNote);
            fault.Note(reason, path, detail);
            Fault = fault;
        }
    }

    /// <summary>A text of 1 to <paramref name="longest"/> characters; null when absent or JSON null.</summary>
    public string? Text(JsonElement parent, string path, string name, int longest)
    {
        if (!TryGet(parent, name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && AsText(value) is { Length: > 0 } text && text.Length <= longest)
        {
            return text;
        }

        Note(DeadLetterReason.BadField, $"{path}.{name}", $"text of 1 to {longest} characters expected.");
        return null;
    }

    public string RequiredText(JsonElement parent, string path, string name, int longest)
    {
        var text = Text(parent, path, name, longest);
        if (text is null)
        {
            Note(DeadLetterReason.BadField, $"{path}.{name}", "the field is required.");
        }

        return text ?? "";
    }

    public string? Choice(JsonElement parent, string path, string name, string[] allowed)
    {
        var text = Text(parent, path, name, limits.TextBytes);
        if (text is not null && !allowed.Contains(text))
        {
            Note(DeadLetterReason.BadField, $"{path}.{name}", $"one of {string.Join(", ", allowed)} expected, {text} found.");
        }

        return text;
    }

    public string RequiredChoice(JsonElement parent, string path, string name, string[] allowed)
    {
        var text = Choice(parent, path, name, allowed);
        if (text is null)
        {
            Note(DeadLetterReason.BadField, $"{path}.{name}", $"one of {string.Join(", ", allowed)} is required.");
        }

        return text ?? "";
    }

    public Instant? Time(JsonElement parent, string path, string name)
    {
        if (!TryGet(parent, name, out var value))
        {
            return null;
        }

        var isTime = value.ValueKind switch
        {
            JsonValueKind.Number => EventTime.TryFromNumber(value.GetDouble(), out var number) ? number : default(Instant?),
            JsonValueKind.String => EventTime.TryFromText(Encoding.UTF8.GetBytes(AsText(value) ?? ""), out var text) ? text : null,
            _ => null,
        };
        if (isTime is null)
        {
            Note(DeadLetterReason.BadTime, $"{path}.{name}", "RFC 3339 text, or seconds or milliseconds since 1970 expected.");
        }

        return isTime;
    }

    public double? Number(JsonElement parent, string path, string name)
    {
        if (!TryGet(parent, name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Note(DeadLetterReason.BadField, $"{path}.{name}", "a finite number expected.");
        return null;
    }

    /// <summary>The members of an array of objects, each with its path; empty when absent.</summary>
    public IEnumerable<(JsonElement Element, string Path)> Objects(JsonElement parent, string path, string name)
    {
        if (!TryGet(parent, name, out var array))
        {
            yield break;
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            Note(DeadLetterReason.BadField, $"{path}.{name}", "an array expected.");
            yield break;
        }

        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var place = $"{path}.{name}[{index++}]";
            if (element.ValueKind != JsonValueKind.Object)
            {
                Note(DeadLetterReason.BadField, place, "an object expected.");
                yield break;
            }

            if (index > limits.InspectionEntries)
            {
                Note(DeadLetterReason.TooLarge, $"{path}.{name}", $"more than {limits.InspectionEntries} entries.");
                yield break;
            }

            yield return (element, place);
        }
    }

    public static bool TryGet(JsonElement parent, string name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    // Half a surrogate pair is grammatical JSON but no text.
    private static string? AsText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
