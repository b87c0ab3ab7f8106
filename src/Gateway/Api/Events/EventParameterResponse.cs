using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary>A parameter of a trigger.</summary>
/// <param name="Kind"><c>number</c>, <c>integer</c>, <c>flag</c>, <c>choice</c> or <c>names</c> (an array of texts).</param>
/// <param name="Default">What counts when it is left out; null is "not set".</param>
/// <param name="Minimum">Least value of a number; null for other kinds.</param>
/// <param name="Maximum">Greatest value of a number, or most characters of a name.</param>
internal sealed record EventParameterResponse(
    string Name,
    string Kind,
    string? Unit,
    object? Default,
    double? Minimum,
    double? Maximum,
    IReadOnlyList<string> Choices,
    string Description)
{
    public static EventParameterResponse Of(EventParameter parameter)
    {
        var isNumber = parameter.Kind is ParameterKind.Number or ParameterKind.Integer;
        return new EventParameterResponse(
            parameter.Name,
            Words.Of(parameter.Kind),
            parameter.Unit,
            parameter.Default is NameList names ? names.Names : parameter.Default,
            isNumber ? parameter.Minimum : null,
            isNumber || parameter.Kind == ParameterKind.Names ? parameter.Maximum : null,
            parameter.Choices,
            parameter.Description);
    }
}
