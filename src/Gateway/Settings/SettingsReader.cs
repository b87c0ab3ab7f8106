using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Reads the settings from configuration and checks them all, so that every fault is told at once.</summary>
public static class SettingsReader
{
    /// <exception cref="SettingsException">Lists every value that cannot be used.</exception>
    public static GatewaySettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var faults = new List<string>();
        var settings = SettingsCheck.Usable(configuration, faults).Get<GatewaySettings>() ?? new GatewaySettings();
        faults.AddRange(settings.Faults());
        return faults.Count == 0 ? settings : throw new SettingsException(faults);
    }

    /// <summary>Faults of values that were read, each with its name, value and bounds.</summary>
    public static IEnumerable<string> Faults(this GatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Invalid("Mqtt", settings.Mqtt)
            .Concat(Invalid("Mqtt:Tls", settings.Mqtt.Tls))
            .Concat(settings.Mqtt.Tls.Faults().Select(f => $"{SettingsCheck.NameOf($"Mqtt:Tls:{f.Setting}")}: {f.Fault}"))
            .Concat(Invalid("Mqtt:WebSocket", settings.Mqtt.WebSocket))
            .Concat(Invalid("Mqtt:Limits", settings.Mqtt.Limits))
            .Concat(Invalid("Mqtt:Broker", settings.Mqtt.Broker))
            .Concat(settings.Mqtt.Broker.Faults().Select(f => $"{SettingsCheck.NameOf($"Mqtt:Broker:{f.Setting}")}: {f.Fault}"))
            .Concat(NoSource(settings.Mqtt))
            .Concat(Invalid("Http", settings.Http))
            .Concat(Invalid("Data", settings.Data))
            .Concat(Invalid("Admin", settings.Admin))
            .Concat(Invalid("Rules", settings.Rules))
            .Concat(Invalid("Rules:Filters", settings.Rules.Filters))
            .Concat(Invalid("Rules:Ignition", settings.Rules.Ignition))
            .Concat(Invalid("Rules:Idle", settings.Rules.Idle))
            .Concat(Invalid("Rules:Trips", settings.Rules.Trips))
            .Concat(Invalid("Rules:Drivers", settings.Rules.Drivers))
            .Concat(Invalid("Roads", settings.Roads))
            .Concat(Invalid("Vehicles", settings.Vehicles))
            .Concat(Invalid("Inbox", settings.Inbox))
            .Concat(Invalid("Relay", settings.Relay))
            .Concat(Invalid("Smtp", settings.Smtp))
            .Concat(settings.Smtp.Faults().Select(f => $"{SettingsCheck.NameOf($"Smtp:{f.Setting}")}: {f.Fault}"))
            .Concat(NotRanges("Relay:AllowPrivateCidrs", settings.Relay.AllowPrivateCidrs))
            .Concat(NotAddresses(
                ("Mqtt:Address", settings.Mqtt.Address), ("Mqtt:Tls:Address", settings.Mqtt.Tls.Address), ("Http:Address", settings.Http.Address)));
    }

    private static IEnumerable<string> Invalid(string section, object settings)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        foreach (var result in results)
        {
            foreach (var member in result.MemberNames)
            {
                var setting = settings.GetType().GetProperty(member)!;
                // A key's or password's value must not reach a log.
                var shown = section == "Admin" || member == "Password" ? "…" : Convert.ToString(setting.GetValue(settings), CultureInfo.InvariantCulture);
                yield return $"{SettingsCheck.NameOf($"{section}:{member}")}={shown}: {SettingsCheck.Demand(setting) ?? result.ErrorMessage}";
            }
        }
    }

    private static IEnumerable<string> NoSource(MqttSettings mqtt) =>
        mqtt.Listen || mqtt.Broker.IsSet
            ? []
            : [$"{SettingsCheck.NameOf("Mqtt:Listen")}=False: nothing could send telemetry; set {SettingsCheck.NameOf("Mqtt:Broker:Url")}, or leave it on"];

    private static IEnumerable<string> NotRanges(string name, string list)
    {
        foreach (var entry in list.Split(','))
        {
            if (!AddressPolicy.TryCreate(entry, out _, out var fault))
            {
                yield return $"{SettingsCheck.NameOf(name)}={list}: {fault} is no range and no address; use e.g. 10.20.0.0/16 or 127.0.0.1.";
            }
        }
    }

    private static IEnumerable<string> NotAddresses(params IEnumerable<(string Name, string Value)> addresses) =>
        addresses.Where(a => !IPAddress.TryParse(a.Value, out _))
            .Select(a => $"{SettingsCheck.NameOf(a.Name)}={a.Value}: not an IP address; use e.g. 127.0.0.1, or 0.0.0.0 for all.");
}
