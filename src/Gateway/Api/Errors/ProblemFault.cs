using System.Text.Json.Serialization;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the body; <c>?name</c> for a query parameter.</param>
/// <param name="Code">A code of <see cref="ApiErrors"/>.</param>
/// <param name="Nearest">The known word that looks most like the given one.</param>
internal sealed record ProblemFault(
    string Pointer,
    string Code,
    string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Nearest = null);
