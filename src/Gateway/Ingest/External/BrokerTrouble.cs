using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Gateway.Ingest.External;

/// <summary>Says in words why there is no connection to the broker, and what to do about it. Pure.</summary>
internal static class BrokerTrouble
{
    /// <returns>Null when the error is no trouble of the connection.</returns>
    public static string? Of(Exception error) => error switch
    {
        MqttConnectRefusedException refused => Of(refused.Reason),
        MqttConnectionClosedException { Closure: { Cause: null } closure } => Of(closure),
        MqttConnectionClosedException closed => closed.Closure.Cause!.Message,
        AuthenticationException tls =>
            $"no TLS with it: {tls.Message} Its certificate must be signed by an authority of EDGERELAY__MQTT__BROKER__CAFILE (or of this machine) and be for " +
            "the host of EDGERELAY__MQTT__BROKER__URL",
        CryptographicException or UnauthorizedAccessException =>
            $"a certificate's file cannot be read: {error.Message} See EDGERELAY__MQTT__BROKER__CAFILE, __CERTIFICATEFILE and __KEYFILE",
        SocketException => $"{error.Message}: is EDGERELAY__MQTT__BROKER__URL right, and does the broker run?",
        TimeoutException or IOException => error.Message,
        _ => null,
    };

    public static string Of(MqttClosure closure) => closure.Reason switch
    {
        ReasonCode.SessionTakenOver =>
            "another client connected with the same client id; give each gateway its own EDGERELAY__MQTT__BROKER__CLIENTID",
        ReasonCode.PacketTooLarge when !closure.ByServer =>
            "it sent a packet that is larger than EDGERELAY__MQTT__BROKER__MAXIMUMPACKETSIZE; raise that, for it will be sent again",
        ReasonCode.KeepAliveTimeout when !closure.ByServer => "it said nothing for one and a half keep-alives",
        ReasonCode.UnspecifiedError => closure.Cause?.Message ?? (closure.ByServer ? "it closed the connection" : "a commit failed"),
        var reason => closure.ByServer ? $"it said {reason} (0x{(byte)reason:X2})" : $"it broke the protocol: {reason} (0x{(byte)reason:X2})",
    };

    private static string Of(ReasonCode refusal) => refusal switch
    {
        ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized =>
            $"it refused the gateway's credentials ({refusal}): check EDGERELAY__MQTT__BROKER__USERNAME and __PASSWORD",
        ReasonCode.ClientIdentifierNotValid =>
            $"it refused the gateway's client id: set EDGERELAY__MQTT__BROKER__CLIENTID to one that it allows",
        _ => $"it refused: {refusal} (0x{(byte)refusal:X2})",
    };
}
