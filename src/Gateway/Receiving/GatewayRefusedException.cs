using System.Net;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>The gateway answered a command with an error; the message is the gateway's own.</summary>
internal sealed class GatewayRefusedException(HttpStatusCode status, string detail) : Exception(detail)
{
    public HttpStatusCode Status => status;
}
