using System.Globalization;
using System.Text.Json;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Reads triggers as the API takes them: <c>{"type":"idle","min_s":300,"landmarks":[12]}</c>. Reports all faults at once.</summary>
public static class TriggerParser
{
    /// <summary>Most triggers of one webhook.</summary>
    public const int MostTriggers = 100;

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
            var nearest = NearestName.Of(text, EventTypes.All.Select(t => t.Key));
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
        if (TriggerFilterFields.NotYet.Contains(name))
        {
            faults.Add(new TriggerFault(place, TriggerFaultCode.NotAvailable, $"{name} is not available yet; leave it out."));
            return;
        }

        var known = type.Parameters.Select(p => p.Name).Concat(TriggerFilterFields.Names);
        faults.Add(new TriggerFault(
            place, TriggerFaultCode.UnknownField, $"{type.Key} has no field {name}.", NearestName.Of(name, known)));
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
            ParameterKind.Choice or ParameterKind.Text when value.ValueKind == JsonValueKind.String => TextOf(value),
            _ => null,
        };
        if (read is null)
        {
            var kind = parameter.Kind == ParameterKind.Integer ? "an integer" : $"a {parameter.Kind.ToString().ToLowerInvariant()}";
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
                    NearestName.Of((string)value, parameter.Choices));
            case ParameterKind.Text:
                return ((string)value).Length is > 0 and var length && length <= parameter.Maximum ? null : OutOfRange(
                    $"{parameter.Name} is text of 1 to {parameter.Maximum} characters.");
            default:
                return null;
        }
    }

    private static TriggerFault OutOfRange(string detail, string? nearest = null) =>
        new("", TriggerFaultCode.ParameterOutOfRange, detail, nearest);

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
