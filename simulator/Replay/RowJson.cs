using System.Text.Json;

namespace EdgeRelay.Simulator.Replay;

/// <summary>A recorded row as a telemetry message. A cell that is empty, unknown or no value of its field leaves the field out.</summary>
internal sealed class RowJson
{
    private readonly ReplaySettings _settings;
    private readonly NamedValue[] _constants;
    private readonly ILookup<string, string> _unknowns;
    private readonly bool _anyTemperature;

    public RowJson(ReplaySettings settings)
    {
        _settings = settings;
        _constants = [.. settings.Constants];
        _unknowns = settings.Unknowns.ToLookup(unknown => unknown.Field.Name, unknown => unknown.Value);
        _anyTemperature = settings.Map.Concat(settings.Constants).Any(value => value.Field.IsTemperature);
    }

    public void Write(Utf8JsonWriter json, (RecordedRow Row, TimeSpan Shift, IReadOnlyList<int> Columns) source)
    {
        if (source.Row.Time is { } time)
        {
            json.WriteString("t", time + source.Shift);
        }
        else
        {
            json.WriteString("t", source.Row.TimeText);
        }

        WriteFields(json, source.Row.Cells, source.Columns, temperatures: false);
        if (_anyTemperature)
        {
            json.WriteStartObject("temps_c");
            WriteFields(json, source.Row.Cells, source.Columns, temperatures: true);
            json.WriteEndObject();
        }
    }

    private void WriteFields(Utf8JsonWriter json, string[] cells, IReadOnlyList<int> columns, bool temperatures)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var field = _settings.Map[i].Field;
            var text = Recording.Cell(cells, columns[i]);
            if (field.IsTemperature == temperatures && !IsUnknown(field, text))
            {
                WriteField(json, field, text);
            }
        }

        foreach (var constant in _constants)
        {
            if (constant.Field.IsTemperature == temperatures)
            {
                WriteField(json, constant.Field, constant.Value);
            }
        }
    }

    private bool IsUnknown(CanonicalField field, string text)
    {
        foreach (var unknown in _unknowns[field.Name])
        {
            var sameNumber = CanonicalField.TryReadNumber(text, out var value) && CanonicalField.TryReadNumber(unknown, out var other) && value == other;
            if (sameNumber || text == unknown)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteField(Utf8JsonWriter json, CanonicalField field, string text)
    {
        var name = field.IsTemperature ? field.Name[CanonicalField.TemperaturePrefix.Length..] : field.Name;
        switch (field.Kind)
        {
            case FieldKind.Number when CanonicalField.TryReadNumber(text, out var number):
                json.WriteNumber(name, number);
                break;
            case FieldKind.Flag when CanonicalField.ReadFlag(text) is { } flag:
                json.WriteBoolean(name, flag);
                break;
            case FieldKind.Text when text.Length > 0:
                json.WriteString(name, text);
                break;
        }
    }
}
