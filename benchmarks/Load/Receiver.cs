using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// The smallest webhook receiver: POST reads the body and answers 200. GET gives the count, the last body, or all arrivals. A POST to
/// <c>/stamped</c> or below is also noted with its vehicle, event time and moment of arrival (monotonic clock, the same in all processes of a
/// machine). GET <c>/loose</c> lets the bad <see cref="Manners"/> loose, <c>/mend</c> ends that; what is answered badly is not counted.
/// </summary>
internal static class Receiver
{
    private static readonly List<Arrival> Arrivals = new(1 << 20);
    private static readonly Lock Gate = new();
    private static long _count;
    private static byte[] _last = [];

    /// <summary>Prints its addresses in one line, then serves until its input ends.</summary>
    /// <param name="ports">How many ports it listens on.</param>
    public static async Task<int> Run(int ports = 1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null; // it drips on purpose
            for (var i = 0; i < ports; i++)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        await using var app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();
        Console.WriteLine(string.Join(' ', app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task Answer(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await Tell(context);
            return;
        }

        var arrived = Stopwatch.GetTimestamp();
        if (Manners.Of(context) is { } bad)
        {
            await bad.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        var stamped = context.Request.Path.StartsWithSegments("/stamped", StringComparison.Ordinal);
        var body = await context.Request.BodyReader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 0));
        if (Interlocked.Increment(ref _count) == 1_000 || stamped)
        {
            var bytes = System.Buffers.BuffersExtensions.ToArray(body.Buffer);
            _last = bytes;
            if (stamped)
            {
                Note(bytes, arrived);
            }
        }

        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
    }

    private static Task Tell(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/count":
                return context.Response.WriteAsync(Interlocked.Read(ref _count).ToString(System.Globalization.CultureInfo.InvariantCulture));
            case "/body":
                return context.Response.Body.WriteAsync(_last).AsTask();
            case "/loose":
            case "/mend":
                Manners.Loose(context.Request.Path == "/loose");
                return Task.CompletedTask;
            case "/arrivals":
                byte[] all;
                lock (Gate)
                {
                    all = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(Arrivals)).ToArray();
                }

                context.Response.ContentLength = all.Length;
                return context.Response.Body.WriteAsync(all).AsTask();
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private static void Note(byte[] body, long arrived)
    {
        using var document = JsonDocument.Parse(body);
        var data = document.RootElement.GetProperty("data");
        if (data.TryGetProperty("test", out _))
        {
            return;
        }

        var vehicle = int.Parse(data.GetProperty("id").GetString().AsSpan(1), provider: null);
        var arrival = new Arrival(vehicle, data.GetProperty("occurred_at").GetDateTimeOffset().ToUnixTimeMilliseconds(), arrived);
        lock (Gate)
        {
            Arrivals.Add(arrival);
        }
    }
}
