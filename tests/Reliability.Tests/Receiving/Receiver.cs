using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Reliability.Tests.Receiving;

/// <summary>A receiver that refuses every third request with 500 until it recovers, and writes down everything that arrives.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Action _accepted;
    private readonly Lock _gate = new();
    private readonly List<Arrival> _arrivals = [];
    private readonly HashSet<(string Webhook, string Vehicle, long TimeMs)> _delivered = [];
    private int _requests;
    private volatile bool _recovered;
    private int _awaited = int.MaxValue;
    private TaskCompletionSource _reached = new();

    private Receiver(WebApplication app, Action accepted)
    {
        _app = app;
        _accepted = accepted;
    }

    /// <summary>Requests to <c>{Url}/{webhook}</c> are filed under that webhook.</summary>
    public string Url { get; private set; } = "";

    public IReadOnlyList<Arrival> Arrivals
    {
        get
        {
            lock (_gate)
            {
                return [.. _arrivals];
            }
        }
    }

    /// <param name="accepted">Told of each request that was answered by 200.</param>
    public static async Task<Receiver> Start(Action accepted)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app, accepted);
        app.MapPost("/{webhook}", receiver.Take);
        await app.StartAsync();
        receiver.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return receiver;
    }

    /// <summary>From now on everything is accepted.</summary>
    public void Recover() => _recovered = true;

    /// <summary>Waits until so many different events were accepted.</summary>
    /// <returns>False when they were not at the deadline.</returns>
    public async Task<bool> HasDeliveredWithin(int events, TimeSpan deadline)
    {
        Task reached;
        lock (_gate)
        {
            if (_delivered.Count >= events)
            {
                return true;
            }

            _awaited = events;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            reached = _reached.Task;
        }

        try
        {
            await reached.WaitAsync(deadline);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(HttpContext context, string webhook)
    {
        const int RefusesEvery = 3;
        if (context.Request.Headers.ContainsKey("EdgeRelay-Test"))
        {
            return Results.Ok(); // the sample that an activation sends: no device's doing
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var accepted = _recovered || Interlocked.Increment(ref _requests) % RefusesEvery != 0;
        var data = body.RootElement.GetProperty("data");
        var arrival = new Arrival(
            webhook,
            context.Request.Headers["webhook-id"].ToString(),
            body.RootElement.GetProperty("head").GetProperty("ref_id").GetString()!,
            DateTimeOffset.Parse(data.GetProperty("occurred_at").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(data.GetRawText()))),
            context.Request.Headers.ContainsKey("EdgeRelay-Out-Of-Order"),
            accepted);
        File(arrival);
        if (!accepted)
        {
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }

        _accepted();
        return Results.Ok();
    }

    private void File(Arrival arrival)
    {
        lock (_gate)
        {
            _arrivals.Add(arrival);
            if (arrival.Accepted && _delivered.Add((arrival.Webhook, arrival.Vehicle, arrival.TimeMs)) && _delivered.Count == _awaited)
            {
                _reached.TrySetResult();
            }
        }
    }
}
