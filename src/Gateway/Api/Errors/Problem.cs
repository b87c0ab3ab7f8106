using System.Text.Json.Serialization;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>Body of an error answer (RFC 9457).</summary>
/// <param name="Type">The page that explains the code.</param>
/// <param name="Detail">What happened this time, in one or two sentences.</param>
/// <param name="TraceId">Finds the request in the gateway's log.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    string Instance,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemFault>? Errors);
