using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRelay.Mqtt;
using EdgeRelay.Simulator.Reporting;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Commands;

/// <summary>The options that every sending verb has.</summary>
internal sealed class SendingOptions
{
    private static readonly Uri DefaultBroker = new("mqtt://127.0.0.1:1883");

    private readonly Option<Uri> _broker = OptionReading.Make(
        "--broker", "Broker to publish to.", "an address such as mqtt://127.0.0.1:1883", ReadBroker);

    private readonly Option<int> _qos = new("--qos") { Description = "Quality of service.", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _userName = new("--username") { Description = "User name; {vehicle} stands for the vehicle's name." };

    private readonly Option<string?> _password = new("--password") { Description = "Password: a vehicle's credential, or an API key of the account, which may speak for all its vehicles." };

    private readonly Option<int?> _connections = new("--connections")
    {
        Description = "Share so many connections instead of one for each vehicle. Needs a client that may speak for all of them: "
            + "at the EdgeRelay gateway, an API key of the account as --password.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Send nothing; print how many messages there are and their SHA-256." };

    private readonly Option<FileInfo?> _out = new("--out") { Description = "With --dry-run: write a line of topic and payload for each message." };

    private readonly Option<string> _output = new("--output", "-o") { Description = "Form of the summary.", DefaultValueFactory = _ => "plain" };

    private readonly Option<Threshold[]> _thresholds = new("--threshold")
    {
        Description = $"Bound such as failed==0 or p99<250 (ms); when one is missed the exit code is 99. Figures: {string.Join(", ", Threshold.Figures)}.",
        CustomParser = result =>
        {
            foreach (var wrong in result.Tokens.Where(token => Threshold.Parse(token.Value) is null))
            {
                result.AddError($"\"{wrong.Value}\" is no threshold such as failed==0 or p99<250.");
            }

            return [.. result.Tokens.Select(token => Threshold.Parse(token.Value)).OfType<Threshold>()];
        },
        AllowMultipleArgumentsPerToken = true,
    };

    public SendingOptions(Command command)
    {
        _broker.DefaultValueFactory = _ => DefaultBroker;
        _qos.AcceptOnlyFromAmong("0", "1", "2");
        _output.AcceptOnlyFromAmong("plain", "json");
        _connections.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 65_535)
            {
                result.AddError("--connections must be 1 to 65535.");
            }
        });
        foreach (var option in new Option[] { _broker, _qos, _userName, _password, _connections, _dryRun, _out, _output, _thresholds })
        {
            command.Options.Add(option);
        }

        OptionReading.CheckTogether(
            command, result => result.GetValue(_out) is not null && !result.GetValue(_dryRun) ? ["--out needs --dry-run."] : []);
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public bool IsDryRun(CommandResult result) => result.GetValue(_dryRun);

    public FileInfo? OutFile(ParseResult parsed) => parsed.GetValue(_out);

    public bool AsJson(ParseResult parsed) => parsed.GetValue(_output) == "json";

    public IReadOnlyList<Threshold> Thresholds(ParseResult parsed) => parsed.GetValue(_thresholds) ?? [];

    public BrokerSettings Broker(ParseResult parsed)
    {
        var address = parsed.GetValue(_broker) ?? DefaultBroker;
        return new BrokerSettings
        {
            Host = address.Host,
            Port = address.Port,
            Qos = (QualityOfService)parsed.GetValue(_qos),
            UserName = parsed.GetValue(_userName),
            Password = parsed.GetValue(_password),
            Connections = parsed.GetValue(_connections),
        };
    }

    private static (bool Read, Uri Value) ReadBroker(string text)
    {
        var read = Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "mqtt", Host.Length: > 0 };
        return read && address is not null
            ? (true, address.IsDefaultPort || address.Port < 0 ? new UriBuilder(address) { Port = 1883 }.Uri : address)
            : (false, DefaultBroker);
    }
}
