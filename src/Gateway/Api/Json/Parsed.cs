using System.Diagnostics.CodeAnalysis;
using EdgeRelay.Gateway.Api.Errors;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>What was read from a request, or why it could not be.</summary>
internal readonly struct Parsed<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly ApiProblem? _problem;

    public Parsed(T value) => _value = value;

    public Parsed(ApiProblem problem) => _problem = problem;

    public static implicit operator Parsed<T>(T value) => new(value);

    public static implicit operator Parsed<T>(ApiProblem problem) => new(problem);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiProblem? problem)
    {
        value = _value;
        problem = _problem;
        return problem is null;
    }
}
