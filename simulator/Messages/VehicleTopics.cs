using System.Globalization;

namespace EdgeRelay.Simulator.Messages;

/// <summary>The topics that one vehicle publishes to: <c>edgerelay/v1/{account}/{vehicle}/…</c></summary>
internal sealed class VehicleTopics
{
    private readonly string[] _topics;

    public VehicleTopics(long account, string vehicle)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"edgerelay/v1/{account}/{vehicle}/");
        _topics = [prefix + "telemetry", prefix + "heartbeat", prefix + "dvir", prefix + "driver", prefix + "status"];
    }

    public string this[MessageKind kind] => _topics[(int)kind];

    /// <summary>Letters, digits, and <c>- _ . :</c>, at most 64: what is safe as topic level, client id and file name alike.</summary>
    public static bool IsVehicleName(string name) => name.Length is > 0 and <= 64 && name.All(IsNameCharacter);

    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':';
}
