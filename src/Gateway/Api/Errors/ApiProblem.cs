using System.Diagnostics;
using System.Reflection;
using EdgeRelay.Gateway.Api.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>An error as the result of a handler; written as <c>application/problem+json</c>.</summary>
internal sealed class ApiProblem : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public const string ContentType = "application/problem+json";

    /// <summary>More faults than this help nobody.</summary>
    private const int MaxFaults = 100;

    private readonly ApiError _error;
    private readonly string _detail;
    private readonly IReadOnlyList<ProblemFault>? _faults;

    public ApiProblem(ApiError error, string detail, IReadOnlyList<ProblemFault>? faults = null)
    {
        _error = error;
        _detail = detail;
        _faults = faults;
    }

    public ApiError Error => _error;

    public int? StatusCode => _error.Status;

    /// <summary>One answer for all faults; the first decides status and code.</summary>
    public static ApiProblem Of(IReadOnlyList<ProblemFault> faults)
    {
        // A request that cannot be read is told before what is wrong with its values.
        var first = faults.MinBy(f => ApiErrors.Find(f.Code)?.Status ?? StatusCodes.Status422UnprocessableEntity)
            ?? throw new ArgumentException("At least one fault is needed.", nameof(faults));
        var error = ApiErrors.Find(first.Code)
            ?? throw new ArgumentException($"{first.Code} is no code of the table.", nameof(faults));
        var detail = faults.Count == 1
            ? first.Detail ?? error.Title
            : $"{first.Detail ?? error.Title} ({faults.Count} faults in all, see errors.)";
        return new ApiProblem(error, detail, [.. faults.Take(MaxFaults)]);
    }

    public static ApiProblem NotFound(string what) => new(ApiErrors.NotFound, $"There is no {what}.");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = _error.Status;
        var trace = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier;
        var problem = new Problem(
            "/docs/errors/" + _error.Code, _error.Title, _error.Status, _error.Code, _detail, httpContext.Request.Path, trace, _faults);
        return httpContext.Response.WriteAsJsonAsync(problem, ApiJson.Options, ContentType, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var status in ApiErrors.All.Select(e => e.Status).Distinct().Where(s => s != StatusCodes.Status405MethodNotAllowed))
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), [ContentType]));
        }
    }
}
