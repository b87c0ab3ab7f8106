using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>One parameter of an event type: the API's name, what it may be, and where the detection keeps it.</summary>
public sealed record EventParameter
{
    public required string Name { get; init; }

    public required ParameterKind Kind { get; init; }

    public required string Description { get; init; }

    /// <summary>Unit of a number, e.g. <c>s</c>; null for other kinds and plain counts.</summary>
    public string? Unit { get; init; }

    /// <summary>A double, int, bool, string or <see cref="NameList"/> as the kind says; null is "not set", and then the API takes null too.</summary>
    public object? Default { get; init; }

    public double Minimum { get; init; }

    public double Maximum { get; init; }

    /// <summary>Allowed texts of a choice, or of the entries of a list; a list without them takes any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Always written out, even at its default: the number that the type is about.</summary>
    public bool AlwaysShown { get; init; }

    /// <summary>The value in a detection of the parameter's type.</summary>
    public required Func<Detection, object?> Read { get; init; }
}
