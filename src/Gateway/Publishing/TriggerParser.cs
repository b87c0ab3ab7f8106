using System.Globalization;
using System.Text.Json;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Reads triggers as the API takes them: <c>{"type":"idle","min_s":300,"landmarks":[12]}</c>. Reports all faults at once.</summary>
public static class TriggerParser
{
    /// <summary>Most triggers of one webhook.</summary>
    public const int MostTriggers = 100;

    /// <summary>Most entries of a parameter that is a list: the probes of a message.</summary>
    private const int MostNames = 32;

    /// <param name="triggers">The value of the field <c>triggers</c>.</param>
    /// <param name="pointer">Where it stands, e.g. <c>/triggers</c>.</param>
    /// <param name="faults">Gets what is wrong; nothing is added when all is well.</param>
    /// <returns>The good ones; use them only when there are no faults.</returns>
    public static IReadOnlyList<Trigger> ParseAll(JsonElement triggers, string pointer, ICollection<TriggerFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (triggers.ValueKind != JsonValueKind.Array || triggers.GetArrayLength() is 0 or > MostTriggers)
        {
            faults.Add(new TriggerFault(pointer, TriggerFaultCode.InvalidRequest, $"an array of 1 to {MostTriggers} triggers is expected."));
            return [];
        }

        return [.. triggers.EnumerateArray().Select((t, i) => Parse(t, $"{pointer}/{i}", faults)).OfType<Trigger>()];
    }

    /// <returns>Null when something was added to <paramref name="faults"/>.</returns>
    public static Trigger? Parse(JsonElement trigger, string pointer, ICollection<TriggerFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var before = faults.Count;
        if (trigger.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new TriggerFault(pointer, TriggerFaultCode.InvalidRequest, "a trigger is an object with a type."));
            return null;
        }

        if (!trigger.TryGetProperty("type", out var typeElement) || ParseType(typeElement, pointer + "/type", faults) is not { } type)
        {
            if (faults.Count == before)
            {
                faults.Add(new TriggerFault(pointer + "/type", TriggerFaultCode.InvalidRequest, "the type is missing."));
            }

            return null;
        }

        var filter = EventFilter.Everything;
        var values = new ParameterValues(type.Parameters);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in trigger.EnumerateObject())
        {
            var place = pointer + "/" + Escaped(field.Name);
            if (!seen.Add(field.Name))
            {
                faults.Add(new TriggerFault(place, TriggerFaultCode.InvalidRequest, "the field occurs twice."));
            }
            else if (type.Parameters.FirstOrDefault(p => p.Name == field.Name) is { } parameter)
            {
                ReadParameter(parameter, field.Value, place, values, faults);
            }
            else if (TriggerFilterFields.Names.Contains(field.Name))
            {
                filter = TriggerFilterFields.Read(field.Name, field.Value, filter, place, faults);
            }
            else if (field.Name != "type")
            {
                AddUnknown(field.Name, type, place, faults);
            }
        }

        return faults.Count == before ? Finish(type, values, filter, pointer, faults) : null;
    }

    /// <summary>Reads an event type's name, as in the short form <c>"events":["idle"]</c>.</summary>
    public static EventType? ParseType(JsonElement element, string pointer, ICollection<TriggerFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (element.ValueKind != JsonValueKind.String || TextOf(element) is not { } text)
        {
            faults.Add(new TriggerFault(pointer, TriggerFaultCode.InvalidRequest, "an event type is text."));
            return null;
        }

        var type = EventTypes.Recognize(text);
        if (type is null)
        {
            var nearest = NearestWord.To(text, [.. EventTypes.All.Select(t => t.Key)]);
            faults.Add(new TriggerFault(pointer, TriggerFaultCode.UnknownEvent, $"\"{text}\" is no event type.", nearest));
        }

        return type;
    }

    /// <summary>Half a surrogate pair is grammatical JSON but no text: null.</summary>
    internal static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Trigger? Finish(
        EventType type, ParameterValues values, EventFilter filter, string pointer, ICollection<TriggerFault> faults)
    {
        var detection = type.Build(values);
        if (type.Check(detection) is { } conflict)
        {
            faults.Add(new TriggerFault($"{pointer}/{conflict.Parameter}", TriggerFaultCode.InvalidRequest, conflict.Problem));
            return null;
        }

        return new Trigger(detection, filter);
    }

    private static void AddUnknown(string name, EventType type, string place, ICollection<TriggerFault> faults)
    {
        string[] known = [.. type.Parameters.Select(p => p.Name), .. TriggerFilterFields.Names];
        faults.Add(new TriggerFault(
            place, TriggerFaultCode.UnknownField, $"{type.Key} has no field {name}.", NearestWord.To(name, known)));
    }

    private static void ReadParameter(
        EventParameter parameter, JsonElement value, string place, ParameterValues values, ICollection<TriggerFault> faults)
    {
        if (value.ValueKind == JsonValueKind.Null && parameter.Default is null)
        {
            values.Set(parameter.Name, null);
            return;
        }

        object? read = parameter.Kind switch
        {
            ParameterKind.Number when value.ValueKind == JsonValueKind.Number => value.GetDouble(),
            ParameterKind.Integer when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var integer) => integer,
            ParameterKind.Flag when value.ValueKind is JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            ParameterKind.Choice when value.ValueKind == JsonValueKind.String => TextOf(value),
            ParameterKind.Names when value.ValueKind == JsonValueKind.Array => NamesOf(value),
            _ => null,
        };
        if (read is null)
        {
            var kind = parameter.Kind switch
            {
                ParameterKind.Integer => "an integer",
                ParameterKind.Names => $"an array of at most {MostNames} texts",
                _ => $"a {parameter.Kind.ToString().ToLowerInvariant()}",
            };
            faults.Add(new TriggerFault(place, TriggerFaultCode.InvalidRequest, $"{parameter.Name} must be {kind}."));
        }
        else if (RangeProblem(parameter, read) is { } problem)
        {
            faults.Add(problem with { Pointer = place });
        }
        else
        {
            values.Set(parameter.Name, read);
        }
    }

    private static TriggerFault? RangeProblem(EventParameter parameter, object value)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Number or ParameterKind.Integer:
                var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return number >= parameter.Minimum && number <= parameter.Maximum ? null : OutOfRange(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{parameter.Name} is {number}; {parameter.Minimum} to {parameter.Maximum} {parameter.Unit} is allowed."));
            case ParameterKind.Choice:
                return parameter.Choices.Contains((string)value) ? null : OutOfRange(
                    $"{parameter.Name} is one of {string.Join(", ", parameter.Choices)}.",
                    NearestWord.To((string)value, parameter.Choices));
            case ParameterKind.Names:
                return ((NameList)value).Names.FirstOrDefault(n => n.Length == 0 || n.Length > parameter.Maximum || !IsAllowed(parameter, n))
                    is not { } wrong ? null : OutOfRange(
                        parameter.Choices.Count > 0
                            ? $"{parameter.Name} are of {string.Join(", ", parameter.Choices)}."
                            : $"{parameter.Name} are texts of 1 to {parameter.Maximum} letters, digits, _, . and -.",
                        parameter.Choices.Count > 0 ? NearestWord.To(wrong, parameter.Choices) : null);
            default:
                return null;
        }
    }

    // A comma would make two lists look like one in the detection's canonical form; no probe has one in its name.
    private static bool IsAllowed(EventParameter parameter, string name) => parameter.Choices.Count > 0
        ? parameter.Choices.Contains(name)
        : name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static NameList? NamesOf(JsonElement array)
    {
        if (array.GetArrayLength() > MostNames)
        {
            return null;
        }

        var names = array.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? TextOf(e) : null).ToList();
        return names.Contains(null) ? null : NameList.Of(names!);
    }

    private static TriggerFault OutOfRange(string detail, string? nearest = null) =>
        new("", TriggerFaultCode.ParameterOutOfRange, detail, nearest);

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
