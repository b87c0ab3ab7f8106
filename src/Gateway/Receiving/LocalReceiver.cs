using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>
/// A working receiver on this machine: it proves that it owns its URL, checks signatures, answers by its script and hands on what came. A request
/// with a bad signature is answered 401, as a good receiver does.
/// </summary>
internal sealed class LocalReceiver : IAsyncDisposable
{
    /// <summary>Largest body, bytes: the gateway sends no larger one.</summary>
    private const int MaxBody = 256 * 1024;

    private readonly ReceiverOptions _options;
    private readonly Action<ReceivedMessage> _received;
    private readonly TimeProvider _clock;
    private readonly WebApplication _app;
    private long _number;

    private LocalReceiver(ReceiverOptions options, Action<ReceivedMessage> received, TimeProvider clock)
    {
        (_options, _received, _clock) = (options, received, clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Listen(options.Address, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(Take);
    }

    public string Url { get; private set; } = "";

    /// <param name="received">Called for each message, one at a time or several at once.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LocalReceiver> Start(ReceiverOptions options, Action<ReceivedMessage> received, TimeProvider clock)
    {
        var receiver = new LocalReceiver(options, received, clock);
        try
        {
            await receiver._app.StartAsync();
            receiver.Url = receiver._app.Urls.First() + "/";
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await Prove(context);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var message = Judge(context.Request, body.ToArray());
        if (_options.Answers.DelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_options.Answers.DelayMs), _clock, context.RequestAborted);
        }

        context.Response.StatusCode = message.Answered;
        _received(message);
    }

    /// <summary>The gateway asks whether the URL's owner wants its messages: the value of <c>check</c>, exactly, is yes.</summary>
    private static Task Prove(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(context.Request.Query["check"] is [{ } check] ? check : "EdgeRelay receiver: POST messages here.\n");
    }

    private ReceivedMessage Judge(HttpRequest request, byte[] body)
    {
        var number = Interlocked.Increment(ref _number);
        var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var now = _clock.GetUtcNow();
        SignatureVerdict? verdict = null;
        foreach (var secret in _options.Secrets)
        {
            if (verdict is not { IsValid: true })
            {
                verdict = SignatureCheck.Verify(_options.Scheme, secret, headers.GetValueOrDefault, body, now);
            }
        }

        var answer = verdict is { IsValid: false } ? (int)HttpStatusCode.Unauthorized : _options.Answers.StatusOf(number);
        return new ReceivedMessage(number, now, headers, body, verdict, answer);
    }
}
