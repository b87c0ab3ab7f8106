using System.Net;
using System.Net.Sockets;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>An address cannot be listened on; the message says which and what to do.</summary>
public sealed class ListenException : Exception
{
    public ListenException()
    {
    }

    public ListenException(string message)
        : base(message)
    {
    }

    public ListenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="name">The listener's name, <c>mqtt</c>, <c>mqtt:tls</c> or <c>http</c>, which is also that of its settings.</param>
    internal static ListenException Of(string name, IPEndPoint endPoint, SocketException error)
    {
        var settings = SettingsCheck.NameOf(name) + "__";
        return new ListenException(
            error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    $"{name} {endPoint} is in use ({(name != "http" ? "another gateway, the demo, or mosquitto" : "another gateway or the demo")}?). " +
                    $"Choose another with {settings}PORT.",
                SocketError.AccessDenied => $"{name} {endPoint} needs rights that this process has not. Choose another port with {settings}PORT.",
                SocketError.AddressNotAvailable => $"{name} {endPoint} is no address of this machine. Choose another with {settings}ADDRESS.",
                _ => $"{name} {endPoint} cannot be listened on: {error.Message}. Choose another with {settings}ADDRESS and {settings}PORT.",
            },
            error);
    }
}
