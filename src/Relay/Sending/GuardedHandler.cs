using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Makes the one HTTP handler through which everything leaves the process. The address is checked when the connection is opened,
/// because a host name's spelling or its DNS answer says nothing about where it leads a moment later.
/// </summary>
public sealed class GuardedHandler : IDisposable
{
    private readonly EgressPolicy _policy;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly RemoteCertificateValidationCallback? _trust;
    private readonly HttpMessageInvoker _others;
    private readonly HttpMessageInvoker _ownPath;
    private readonly IdentityClients _identified;

    public GuardedHandler(EgressPolicy policy, RelaySettings settings)
        : this(policy, settings, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="trust">Which servers' certificates are good; null for those that the machine trusts.</param>
    internal GuardedHandler(
        EgressPolicy policy,
        RelaySettings settings,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        RemoteCertificateValidationCallback? trust = null)
    {
        _policy = policy;
        _resolve = resolve;
        _trust = trust;
        _others = new HttpMessageInvoker(CreateHandler(settings, ownPath: false, null));
        _ownPath = new HttpMessageInvoker(CreateHandler(settings, ownPath: true, null));
        _identified = new IdentityClients(identity => new HttpMessageInvoker(CreateHandler(settings, ownPath: false, identity)));
    }

    /// <summary>Sends through the guard. Calls that may reach the host's own listener have a connection pool of their own.</summary>
    /// <exception cref="HttpRequestException">Its inner exception is <see cref="EgressBlockedException"/> when the guard refused.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, null, cancellationToken);

    public void Dispose()
    {
        _others.Dispose();
        _ownPath.Dispose();
        _identified.Dispose();
    }

    /// <param name="identity">A certificate to show in the handshake. Its connections are shared with nobody who has another.</param>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ClientIdentity? identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (identity is not null)
        {
            return _identified.For(identity).SendAsync(request, cancellationToken);
        }

        var ownPath = _policy.OwnPathPrefix is { } prefix
            && request.RequestUri!.AbsolutePath.StartsWith(prefix, StringComparison.Ordinal);
        return (ownPath ? _ownPath : _others).SendAsync(request, cancellationToken);
    }

    private SocketsHttpHandler CreateHandler(RelaySettings settings, bool ownPath, ClientIdentity? identity) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromSeconds(60), // a pooled connection must not outlive its check
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = settings.MaxInFlight,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = identity?.Certificates,
            RemoteCertificateValidationCallback = _trust,
        },
        ConnectCallback = (context, cancellation) => ConnectAsync(context, ownPath, cancellation),
        PlaintextStreamFilter = (context, _) =>
        {
            if (context.InitialRequestMessage.Options.TryGetValue(AttemptTimings.Key, out var timings)
                && context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps)
            {
                timings.TlsUs = Microseconds(timings.ConnectedAt);
            }

            return ValueTask.FromResult(context.PlaintextStream);
        },
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool ownPath, CancellationToken cancellation)
    {
        context.InitialRequestMessage.Options.TryGetValue(AttemptTimings.Key, out var timings);
        timings?.Connected = true;
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var start = Stopwatch.GetTimestamp();
        var addresses = await _resolve(host, cancellation).ConfigureAwait(false); // once, names and literals alike
        timings?.DnsUs = Microseconds(start);
        Check(host, port, addresses, ownPath);

        var connecting = Stopwatch.GetTimestamp();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (timings is not null)
        {
            timings.ConnectUs = Microseconds(connecting);
            timings.ConnectedAt = Stopwatch.GetTimestamp();
            timings.Address = (socket.RemoteEndPoint as IPEndPoint)?.Address is { } address
                ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
                : null;
        }

        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>One bad address among the answers is enough: it would be one of those that are tried.</summary>
    private void Check(string host, int port, IPAddress[] addresses, bool ownPath)
    {
        if (addresses.Length == 0)
        {
            throw new EgressBlockedException($"{host} has no address");
        }

        foreach (var address in addresses)
        {
            if (_policy.Refusal(address, port, ownPath) is { } refusal)
            {
                RelayMeter.Blocked();
                throw new EgressBlockedException($"{host}: {refusal}");
            }
        }
    }

    private static long Microseconds(long since) => (long)Stopwatch.GetElapsedTime(since).TotalMicroseconds;
}
