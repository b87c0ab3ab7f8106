using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Testing;

/// <summary>A real receiver on a free loopback port: it records every request and answers by script.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentBag<(int Count, TaskCompletionSource Reached)> _awaited = [];
    private readonly CancellationTokenSource _closing = new();
    private int _count;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>What is answered. The default is an empty 200.</summary>
    public Func<ReceivedRequest, ReceiverAnswer> Script { get; set; } = _ => new ReceiverAnswer(200);

    /// <summary>Whether requests are kept. A test of many thousands counts in its <see cref="Script"/> and keeps none.</summary>
    public bool KeepsRequests { get; init; } = true;

    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Requests that have arrived, kept or not.</summary>
    public int Count => Volatile.Read(ref _count);

    public static async Task<WebhookReceiver> StartAsync(bool keepsRequests = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app) { KeepsRequests = keepsRequests };
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        receiver.Url = new Uri(address + "/hook");
        return receiver;
    }

    /// <summary>Waits until so many requests have arrived in all.</summary>
    /// <param name="deadline">20 s if null.</param>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(int count, TimeSpan? deadline = null)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((count, reached));
        Signal();
        try
        {
            await reached.Task.WaitAsync(deadline ?? TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Volatile.Read(ref _count)} requests arrived instead of {count}");
        }

        return Requests;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var received = new ReceivedRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        var answer = Script(received);
        if (KeepsRequests)
        {
            _requests.Enqueue(received);
        }

        Interlocked.Increment(ref _count);
        Signal();
        await AnswerAsync(context, answer);
    }

    private async Task AnswerAsync(HttpContext context, ReceiverAnswer answer)
    {
        if (answer.HoldBack is { } holdBack)
        {
            await holdBack.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (answer.Abort || _closing.IsCancellationRequested)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers ?? [])
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body is { } text)
        {
            await context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask()
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Signal()
    {
        var count = Volatile.Read(ref _count);
        foreach (var (wanted, reached) in _awaited)
        {
            if (count >= wanted)
            {
                reached.TrySetResult();
            }
        }
    }
}
