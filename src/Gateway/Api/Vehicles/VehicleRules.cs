using System.Text;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary>Finds every fault in what a customer says of a vehicle. Pure.</summary>
internal static class VehicleRules
{
    private const int MaxText = 200;

    public static List<ProblemFault> Check(VehicleRequest request)
    {
        var faults = new List<ProblemFault>();
        CheckText(request.Label, "/label", faults);
        CheckText(request.SerialNumber, "/serial_number", faults);
        if (request.Timezone is { } zone && !IsZone(zone))
        {
            faults.Add(Fault("/timezone", $"\"{zone}\" is no IANA time zone such as America/Phoenix."));
        }

        if (request.OnBadTime is not (null or "reject" or VehicleRow.UseReceived))
        {
            faults.Add(Fault("/on_bad_time", "on_bad_time is reject or use_received."));
        }

        return faults;
    }

    /// <summary>The id is a level of the MQTT topic: no <c>/</c>, <c>+</c>, <c>#</c> or control characters.</summary>
    public static ProblemFault? CheckId(string? id) =>
        string.IsNullOrEmpty(id)
            || Encoding.UTF8.GetByteCount(id) > TopicParser.VehicleIdBytes
            || id.Any(c => char.IsControl(c) || c is '/' or '+' or '#')
            || id is "." or ".."
            ? Fault("/id", $"A vehicle needs an id of 1 to {TopicParser.VehicleIdBytes} bytes without \"/\", \"+\", \"#\" or control characters.")
            : null;

    private static void CheckText(string? text, string pointer, List<ProblemFault> faults)
    {
        if (text is not null && (text.Length is 0 or > MaxText || text.Any(char.IsControl)))
        {
            faults.Add(Fault(pointer, $"The text must have 1 to {MaxText} characters, none of them a control character."));
        }
    }

    // Names of Windows are found too; IANA names alone have a slash, but for UTC.
    private static bool IsZone(string name) =>
        (name == "UTC" || name.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private static ProblemFault Fault(string pointer, string detail) => new(pointer, ApiErrors.ParameterOutOfRange.Code, detail);
}
