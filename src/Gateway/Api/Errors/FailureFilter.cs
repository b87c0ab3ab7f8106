using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>The outermost frame of every request under <c>/v1</c>: what nobody foresaw becomes an answer and a line in the log.</summary>
internal sealed partial class FailureFilter(ILogger<FailureFilter> logger) : IEndpointFilter
{
    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            var problem = Judge(error);
            if (problem.Error == ApiErrors.Internal)
            {
                Failed(logger, context.HttpContext.Request.Method, context.HttpContext.Request.Path, error);
            }

            return problem;
        }
    }

    internal static ApiProblem Judge(Exception error) => error switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new ApiProblem(ApiErrors.TooLarge, "The body is larger than this resource takes."),
        BadHttpRequestException bad => new ApiProblem(ApiErrors.InvalidRequest, bad.Message),
        DbUpdateConcurrencyException => new ApiProblem(ApiErrors.Conflict, "It was changed at the same moment. Read it again."),
        DbUpdateException { InnerException: SqliteException inner } => Judge(inner),
        SqliteException { SqliteErrorCode: SqliteFull or SqliteReadOnly } => new ApiProblem(ApiErrors.ReadOnly, "The data directory takes no data."),
        SqliteException => new ApiProblem(ApiErrors.Unavailable, "The database did not answer."),
        ObjectDisposedException => new ApiProblem(ApiErrors.Unavailable, "The gateway is shutting down."),
        _ => new ApiProblem(ApiErrors.Internal, "The gateway failed at this request."),
    };

    [LoggerMessage(6001, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, string method, string path, Exception error);
}
