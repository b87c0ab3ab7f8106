using System.Net;
using System.Net.Sockets;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>
/// The sockets that the gateway listens on. They are bound at the very beginning of a start and listened on at its end: so a port that is
/// taken is told before any file is touched, and no client connects before the gateway can serve it.
/// </summary>
internal sealed class Listeners : IDisposable
{
    private Socket? _mqtt;
    private Socket? _mqttTls;
    private Socket? _http;

    /// <summary>Null when there is no endpoint of our own.</summary>
    public IPEndPoint? Mqtt { get; private set; }

    /// <inheritdoc cref="Mqtt"/>
    /// <remarks>Null without TLS too.</remarks>
    public IPEndPoint? MqttTls { get; private set; }

    /// <summary>Known once bound, also where a setting of 0 left the port to the system.</summary>
    public IPEndPoint Http { get; private set; } = new(IPAddress.None, 0);

    /// <exception cref="ListenException">Tells of every address that cannot be had.</exception>
    public void Bind(GatewaySettings settings)
    {
        var faults = new List<ListenException>();
        if (settings.Mqtt.Listen)
        {
            _mqtt = Bound("mqtt", settings.Mqtt.Address, settings.Mqtt.Port, faults);
            _mqttTls = settings.Mqtt.Tls.IsSet ? Bound("mqtt:tls", settings.Mqtt.Tls.Address, settings.Mqtt.Tls.Port, faults) : null;
        }

        _http = Bound("http", settings.Http.Address, settings.Http.Port, faults);
        if (faults.Count > 0)
        {
            throw new ListenException(string.Join(Environment.NewLine, faults.Select(f => f.Message)), faults[0]);
        }

        Mqtt = (IPEndPoint?)_mqtt?.LocalEndPoint;
        MqttTls = (IPEndPoint?)_mqttTls?.LocalEndPoint;
        Http = (IPEndPoint)_http!.LocalEndPoint!;
    }

    /// <summary>Hands the bound socket of an endpoint over to the server, which closes it.</summary>
    public Socket TakeBound(EndPoint endPoint)
    {
        ref var socket = ref endPoint.Equals(Mqtt) ? ref _mqtt : ref endPoint.Equals(MqttTls) ? ref _mqttTls : ref _http;
        var bound = socket ?? throw new InvalidOperationException($"{endPoint} is not bound.");
        socket = null;
        return bound;
    }

    /// <summary>Closes what was bound and never handed over.</summary>
    public void Dispose()
    {
        _mqtt?.Dispose();
        _mqttTls?.Dispose();
        _http?.Dispose();
    }

    private static Socket? Bound(string name, string address, int port, List<ListenException> faults)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            faults.Add(ListenException.Of(name, endPoint, error));
            return null;
        }
    }
}
