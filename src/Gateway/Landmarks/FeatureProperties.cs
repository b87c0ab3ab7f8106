using System.Globalization;
using System.Text.Json;
using EdgeRelay.Gateway.Schedules;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Reads the properties of one feature and notes every fault; null and absent are the same.</summary>
internal sealed class FeatureProperties
{
    private const int MaxTextLength = 200;

    private readonly JsonElement _properties;
    private readonly string _pointer;
    private readonly List<LandmarkFault> _faults;

    public FeatureProperties(JsonElement feature, string pointer, List<LandmarkFault> faults)
    {
        _pointer = pointer;
        _faults = faults;
        if (!feature.TryGetProperty("properties", out _properties) || _properties.ValueKind == JsonValueKind.Null)
        {
            _properties = default;
        }
        else if (_properties.ValueKind != JsonValueKind.Object)
        {
            Refuse("", LandmarkFault.LandmarkInvalid, "The properties must be an object.");
            _properties = default;
        }
    }

    public bool Has(string key) => TryGet(key, out _);

    /// <returns>The name; empty when a fault was noted.</returns>
    public string Name()
    {
        var faults = _faults.Count;
        var name = Text("name");
        if (string.IsNullOrWhiteSpace(name) && faults == _faults.Count)
        {
            Refuse("name", LandmarkFault.LandmarkInvalid, "A landmark needs a name.");
        }

        return name ?? "";
    }

    public string? Text(string key)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaxTextLength } text)
        {
            return text;
        }

        Refuse(key, LandmarkFault.LandmarkInvalid, $"{key} must be text of at most {MaxTextLength} characters.");
        return null;
    }

    public double? Number(string key, double least, double most)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Refuse(
            key,
            LandmarkFault.ParameterOutOfRange,
            string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; a number from {least} to {most} is expected."));
        return null;
    }

    public WeeklySchedule? Schedule(string key) =>
        TryGet(key, out var value)
            ? ScheduleJson.Read(
                value,
                $"{_pointer}/{key}",
                (place, problem) => _faults.Add(new LandmarkFault(place, LandmarkFault.LandmarkInvalid, problem)))
            : null;

    public void Refuse(string key, string code, string message) =>
        _faults.Add(new LandmarkFault(key.Length == 0 ? _pointer : $"{_pointer}/{key}", code, message));

    private bool TryGet(string key, out JsonElement value)
    {
        value = default;
        return _properties.ValueKind == JsonValueKind.Object
            && _properties.TryGetProperty(key, out value)
            && value.ValueKind != JsonValueKind.Null;
    }
}
