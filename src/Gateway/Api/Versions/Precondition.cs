using System.Globalization;
using EdgeRelay.Gateway.Api.Errors;
using Microsoft.Net.Http.Headers;

namespace EdgeRelay.Gateway.Api.Versions;

/// <summary><c>ETag</c> and <c>If-Match</c>: a change meets the version it was made for, or is refused.</summary>
internal sealed class Precondition
{
    private readonly HttpRequest _request;

    private Precondition(HttpRequest request) => _request = request;

    public static Precondition Of(HttpContext context) => new(context.Request);

    public static EntityTagHeaderValue TagOf(long version) => new($"\"{version.ToString(CultureInfo.InvariantCulture)}\"");

    /// <summary>Announces the version of the object in the answer.</summary>
    public static void Announce(HttpContext context, long version) => context.Response.GetTypedHeaders().ETag = TagOf(version);

    /// <returns>Null when the change may be made on this version.</returns>
    public ApiProblem? Check(long version)
    {
        var wanted = _request.Headers.IfMatch;
        if (wanted.Count == 0)
        {
            return _request.Headers["Prefer"].Any(p => p?.Contains("handling=strict", StringComparison.OrdinalIgnoreCase) == true)
                ? new ApiProblem(ApiErrors.PreconditionRequired, "Name the version by If-Match, as the ETag of GET gave it.")
                : null;
        }

        var present = TagOf(version);
        return EntityTagHeaderValue.TryParseStrictList(wanted, out var tags)
            && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(present, useStrongComparison: true))
            ? null
            : new ApiProblem(ApiErrors.PreconditionFailed, $"The present version is {present}, not {wanted}.");
    }
}
