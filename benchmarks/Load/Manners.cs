using Microsoft.AspNetCore.Http;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>Ways in which a receiver misbehaves, by the last part of the path. As long as they are not let loose, every path answers well.</summary>
internal static class Manners
{
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenDrops = TimeSpan.FromSeconds(1);
    private static readonly byte[] Drop = new byte[1];
    private static readonly byte[] Chunk = new byte[16 * 1024];

    private static volatile bool _loose;

    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<string> Bad { get; } = ["hang", "fail", "drip", "endless", "redirect"];

    public static void Loose(bool loose) => _loose = loose;

    /// <returns>The misbehaviour; null when the request is to be answered well.</returns>
    public static Task? Of(HttpContext context)
    {
        if (!_loose)
        {
            return null;
        }

        var path = context.Request.Path.Value.AsSpan();
        return path[(path.LastIndexOf('/') + 1)..] switch
        {
            "hang" => Task.Delay(Hanging, context.RequestAborted),
            "fail" => Answer(context, StatusCodes.Status500InternalServerError, null),
            "redirect" => Answer(context, StatusCodes.Status307TemporaryRedirect, "http://169.254.169.254/latest/meta-data/"),
            "drip" => Write(context, Drop, BetweenDrops),
            "endless" => Write(context, Chunk, TimeSpan.Zero),
            _ => null,
        };
    }

    private static Task Answer(HttpContext context, int status, string? location)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static async Task Write(HttpContext context, byte[] piece, TimeSpan pause)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, context.RequestAborted);
        }
    }
}
