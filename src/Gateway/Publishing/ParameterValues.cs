using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Checked values of an event type's parameters; what was not given has its default.</summary>
public sealed class ParameterValues(IReadOnlyList<EventParameter> parameters)
{
    private readonly Dictionary<string, object?> _values = parameters.ToDictionary(p => p.Name, p => p.Default);

    public double Number(string name) => (double)_values[name]!;

    public double? OptionalNumber(string name) => (double?)_values[name];

    public int Integer(string name) => (int)_values[name]!;

    public bool Flag(string name) => (bool)_values[name]!;

    public string? Text(string name) => (string?)_values[name];

    public NameList Names(string name) => (NameList)_values[name]!;

    internal void Set(string name, object? value) => _values[name] = value;
}
