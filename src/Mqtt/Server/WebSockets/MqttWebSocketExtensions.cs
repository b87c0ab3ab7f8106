using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeRelay.Mqtt.Server.WebSockets;

public static class MqttWebSocketExtensions
{
    private const string Subprotocol = "mqtt";

    /// <summary>A proxy between drops what is silent for a minute; keep-alive of MQTT may be longer.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Serves MQTT over WebSocket at a path (MQTT 5.0, section 6): subprotocol <c>mqtt</c>, binary frames. Needs <c>UseWebSockets</c> before it, and
    /// <see cref="MqttServiceCollectionExtensions.AddMqttServer"/>.
    /// </summary>
    /// <param name="origins">
    /// Origins of web pages that may connect, such as <c>https://fleet.example.com</c>, beside those of the server's own host; <c>*</c> is any. What is
    /// no browser sends none and is not asked.
    /// </param>
    public static IEndpointConventionBuilder MapMqttWebSocket(this IEndpointRouteBuilder routes, string path, IReadOnlyCollection<string> origins)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(origins);
        var server = routes.ServiceProvider.GetRequiredService<MqttServer>();
        var stopping = routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return routes.MapMethods(path, [HttpMethods.Get], context => Serve(server, context, origins, stopping));
    }

    private static Task Serve(MqttServer server, HttpContext context, IReadOnlyCollection<string> origins, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Refuse(context, StatusCodes.Status426UpgradeRequired, "This is MQTT over WebSocket: connect with an MQTT client, by ws://.");
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal))
        {
            return Refuse(context, StatusCodes.Status400BadRequest, "The subprotocol is mqtt (Sec-WebSocket-Protocol).");
        }

        return MayConnect(context.Request, origins)
            ? Admitted(server, context, stopping)
            : Refuse(context, StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");
    }

    private static async Task Admitted(MqttServer server, HttpContext context, CancellationToken stopping)
    {
        var remote = context.Connection.RemoteIpAddress is { } address ? new System.Net.IPEndPoint(address, context.Connection.RemotePort) : null;
        if (!server.TryAdmit(remote))
        {
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "There are too many connections.").ConfigureAwait(false);
            return;
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = Subprotocol,
                KeepAliveInterval = PingInterval,
                KeepAliveTimeout = PingInterval,
            }).ConfigureAwait(false);
            await using var connection = new WebSocketConnection(socket, context, stopping);
            await connection.Run(server.Serve).ConfigureAwait(false);
        }
        finally
        {
            server.Admissions.Leave(remote);
        }
    }

    private static bool MayConnect(HttpRequest request, IReadOnlyCollection<string> origins)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || origins.Contains("*")
            || origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static Task Refuse(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n");
    }
}
