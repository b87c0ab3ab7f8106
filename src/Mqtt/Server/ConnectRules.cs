using System.Buffers;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What is asked of a well-formed CONNECT before the host judges it. Pure.</summary>
internal static class ConnectRules
{
    private const int LongestClientId = 64;

    private static readonly SearchValues<char> ClientIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <returns><see cref="ReasonCode.Success"/>, or why the client cannot connect.</returns>
    public static ReasonCode Judge(ConnectPacket packet, MqttLimits limits)
    {
        if (packet.Properties.Text(PropertyId.AuthenticationMethod) is not null)
        {
            return ReasonCode.BadAuthenticationMethod;
        }

        if (packet.ClientId.Length == 0)
        {
            // MQTT-3.1.3-8 of 3.1.1: without an id there can be no session to keep.
            return packet.Version == ProtocolVersion.V5 || packet.CleanStart ? JudgeWill(packet, limits) : ReasonCode.ClientIdentifierNotValid;
        }

        return packet.ClientId.Length > LongestClientId || (!limits.FreeClientIds && packet.ClientId.AsSpan().ContainsAnyExcept(ClientIdCharacters))
            ? ReasonCode.ClientIdentifierNotValid
            : JudgeWill(packet, limits);
    }

    /// <summary>
    /// A 3.1.1 return code (section 3.2.2.3), the nearest to a reason. What passes, a ban among it, is 3: at 5 some devices give up for good.
    /// </summary>
    public static byte ReturnCodeOf(ReasonCode reason) => reason switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.BadUserNameOrPassword or ReasonCode.BadAuthenticationMethod => 4,
        ReasonCode.NotAuthorized or ReasonCode.TopicNameInvalid => 5,
        _ => 3,
    };

    private static ReasonCode JudgeWill(ConnectPacket packet, MqttLimits limits) =>
        packet.Will is { } will && (will.Topic.Length > limits.TopicBytes || !FilterText.HasLawfulDepth(will.Topic, limits.TopicLevels))
            ? ReasonCode.TopicNameInvalid
            : ReasonCode.Success;
}
