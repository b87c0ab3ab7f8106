// Hot path: one topic per message, parsed in place; nothing is allocated and the vehicle id stays a slice of the topic.
namespace EdgeRelay.Gateway.Decoding;

/// <summary>Reads topics of the form <c>edgerelay/v1/{account}/{vehicle}/{channel}</c> (telematics reference 5.1).</summary>
public static class TopicParser
{
    /// <summary>Longest vehicle id, bytes. Ids are names that people read; longer ones are mistakes.</summary>
    public const int VehicleIdBytes = 64;

    private const int AccountDigits = 18;

    /// <param name="topic">UTF-8; the MQTT endpoint has already refused bad UTF-8 and wildcards.</param>
    /// <param name="address">Set when the result is true.</param>
    /// <param name="reason">Set when the result is false: <c>BadTopic</c> or <c>UnknownChannel</c>.</param>
    public static bool TryParse(ReadOnlySpan<byte> topic, out TopicAddress address, out DeadLetterReason reason)
    {
        address = default;
        reason = DeadLetterReason.BadTopic;
        if (!TryTakeAccount(topic, out var accountId, out var rest)
            || !TakeLevel(ref rest, out var vehicle) || !IsVehicleId(vehicle))
        {
            return false;
        }

        if (!TryReadChannel(rest, out var channel))
        {
            reason = DeadLetterReason.UnknownChannel;
            return false;
        }

        address = new TopicAddress { AccountId = accountId, VehicleId = vehicle, Channel = channel };
        return true;
    }

    /// <summary>Reads the account of a topic, whatever comes behind it.</summary>
    public static bool TryReadAccount(ReadOnlySpan<byte> topic, out long account) => TryTakeAccount(topic, out account, out _);

    private static bool TryTakeAccount(ReadOnlySpan<byte> topic, out long account, out ReadOnlySpan<byte> rest)
    {
        var prefix = "edgerelay/v1/"u8;
        account = 0;
        rest = default;
        if (!topic.StartsWith(prefix))
        {
            return false;
        }

        rest = topic[prefix.Length..];
        return TakeLevel(ref rest, out var digits) && TryReadDigits(digits, out account);
    }

    private static bool TakeLevel(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> level)
    {
        var slash = rest.IndexOf((byte)'/');
        if (slash < 0)
        {
            level = default;
            return false;
        }

        level = rest[..slash];
        rest = rest[(slash + 1)..];
        return true;
    }

    // No leading zeros: a vehicle has exactly one topic, so that access lists can compare bytes.
    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out long account)
    {
        account = 0;
        if (digits.IsEmpty || digits.Length > AccountDigits || digits[0] == (byte)'0')
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            account = (account * 10) + (digit - '0');
        }

        return true;
    }

    private static bool IsVehicleId(ReadOnlySpan<byte> id) =>
        id.Length is > 0 and <= VehicleIdBytes && id.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && !id.Contains((byte)0x7F);

    private static bool TryReadChannel(ReadOnlySpan<byte> name, out Channel channel)
    {
        Channel? found = name.Length switch
        {
            3 when name.SequenceEqual("cmd"u8) => Channel.Command,
            3 when name.SequenceEqual("ack"u8) => Channel.Acknowledgement,
            4 when name.SequenceEqual("bulk"u8) => Channel.Bulk,
            4 when name.SequenceEqual("dvir"u8) => Channel.Dvir,
            6 when name.SequenceEqual("driver"u8) => Channel.Driver,
            6 when name.SequenceEqual("status"u8) => Channel.Status,
            9 when name.SequenceEqual("telemetry"u8) => Channel.Telemetry,
            9 when name.SequenceEqual("heartbeat"u8) => Channel.Heartbeat,
            _ => null,
        };
        channel = found.GetValueOrDefault();
        return found.HasValue;
    }
}
