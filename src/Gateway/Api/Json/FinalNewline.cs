using System.Buffers;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>
/// Ends JSON answers with a newline, so that a terminal's prompt stands on a line of its own. A start-up filter, to stand before everything that
/// may answer.
/// </summary>
internal sealed class FinalNewline : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(Append);
        next(app);
    };

    private static async Task Append(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.ContentLength is null
            && !HttpMethods.IsHead(context.Request.Method)
            && !context.RequestAborted.IsCancellationRequested
            && context.Response.ContentType is { } type
            && (Is(type, "application/json") || Is(type, "application/problem+json")))
        {
            context.Response.BodyWriter.Write("\n"u8);
        }
    }

    private static bool Is(string type, string expected) => type.StartsWith(expected, StringComparison.OrdinalIgnoreCase);
}
