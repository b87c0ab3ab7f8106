using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Replay;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Commands;

/// <summary><c>edgesim replay</c></summary>
internal sealed class ReplayCommand
{
    private readonly Argument<FileInfo[]> _files = new("files") { Description = "Recordings, plain or .gz.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string[]> _map = Repeatable(
        "--map", "Telemetry fields and their columns, such as speed_kmh=Speed,lat=LAT,lon=LON,temps_c.cargo=Temp.");

    private readonly Option<string[]> _set = Repeatable("--set", "Fields that are the same in every message, such as ignition=true.");

    private readonly Option<string[]> _unknown = Repeatable("--null", "Cell values that mean \"not known\", such as limit_kmh=0,alt_m=-777.");

    private readonly Option<string[]> _timeColumns = Repeatable("--time-column", "Column of the time; several, as in Date,Time, are joined by a blank.");

    private readonly Option<string?> _timeFormat = new("--time-format")
    {
        Description = ".NET date format, such as \"MM/dd/yyyy HH:mm:ss\". Default: ISO 8601, or Unix seconds or milliseconds. Times without a zone are UTC.",
    };

    private readonly Option<string> _delimiter = new("--delimiter") { Description = "Between cells.", DefaultValueFactory = _ => "auto" };

    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line is data; columns are numbers from 1." };

    private readonly Option<string?> _vehicle = new("--vehicle") { Description = "Name of the vehicle, for a single file. Default: the file's name." };

    private readonly Option<string?> _vehicleColumn = new("--vehicle-column") { Description = "Column with the vehicle's name: one file, many vehicles." };

    private readonly Option<long> _account = new("--account") { Description = "Account in the topics.", DefaultValueFactory = _ => 1 };

    private readonly Option<double> _speed = OptionReading.Make(
        "--speed", "1x, a factor such as 10x, or max: as fast as acknowledgements allow.", "max or a factor such as 10x",
        text => Pace.ParseFactor(text) is { } factor ? (true, factor) : (false, 1));

    private readonly Option<string> _retime = new("--retime")
    {
        Description = "none keeps the recorded times; now moves them to the present: the run begins now, or ends now when it is faster than 1x.",
        DefaultValueFactory = _ => "none",
    };

    private readonly Option<string> _align = new("--align")
    {
        Description = "start: all files begin together. time: they keep their distance in time.",
        DefaultValueFactory = _ => "start",
    };

    private readonly SendingOptions _sending;
    private readonly Surroundings _surroundings;

    private ReplayCommand(Command command, Surroundings surroundings)
    {
        _surroundings = surroundings;
        _speed.DefaultValueFactory = _ => 1;
        _delimiter.AcceptOnlyFromAmong("auto", ",", ";", "tab", "space");
        _retime.AcceptOnlyFromAmong("none", "now");
        _align.AcceptOnlyFromAmong("start", "time");
        _files.AcceptExistingOnly();
        _timeColumns.Required = true;
        command.Arguments.Add(_files);
        foreach (var option in new Option[]
        {
            _map, _set, _unknown, _timeColumns, _timeFormat, _delimiter, _noHeader, _vehicle, _vehicleColumn, _account, _speed, _retime, _align,
        })
        {
            command.Options.Add(option);
        }

        _sending = new SendingOptions(command);
        OptionReading.CheckTogether(command, Faults);
        command.SetAction(Run);
    }

    public static Command Make(Surroundings surroundings)
    {
        var command = new Verb("replay", "Sends recorded drives: CSV and other delimited files, plain or gzipped.", """
            Several files are several vehicles; the order within a file is kept. A row whose time cannot be read is sent all the same, with the recorded text as its time: the gateway rejects and counts it, and it is
            counted here as a broken clock. Nothing is guessed. A cell that is empty or no value of its field leaves the field out.

            Examples:
              edgesim replay drive.csv --time-column time --map lat=lat,lon=lon,speed_kmh=speed --speed 10x --retime now
              edgesim replay T1.csv T3.csv --time-column Date,Time --time-format "MM/dd/yyyy HH:mm:ss" --map speed_kmh=Speed,lat=LAT,lon=LON,limit_kmh=SpeedLimit --set ignition=true --speed max
              edgesim replay taxi.txt.gz --no-header --delimiter space --time-column 4 --map lat=1,lon=2 --vehicle taxi-1 --speed max

            """);
        _ = new ReplayCommand(command, surroundings);
        return command;
    }

    private static Option<string[]> Repeatable(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = false };

    private IEnumerable<string> Faults(CommandResult result)
    {
        var vehicle = result.GetValue(_vehicle);
        if (vehicle is not null && result.GetValue(_files)?.Length > 1)
        {
            yield return "--vehicle names the vehicle of one file; give one file, or leave it out to name vehicles after their files.";
        }

        if (vehicle is not null && result.GetValue(_vehicleColumn) is not null)
        {
            yield return "--vehicle and --vehicle-column exclude each other.";
        }

        if (vehicle is not null && !VehicleTopics.IsVehicleName(vehicle))
        {
            yield return "--vehicle may hold letters, digits and - _ . : only, at most 64.";
        }

        var faults = new List<string>();
        var mapped = NamedValue.ParseAll(result.GetValue(_map) ?? [], faults);
        var constants = NamedValue.ParseAll(result.GetValue(_set) ?? [], faults);
        NamedValue.ParseAll(result.GetValue(_unknown) ?? [], faults);
        faults.AddRange(constants.Where(constant => !constant.Field.Accepts(constant.Value))
            .Select(constant => $"\"{constant.Value}\" is no value of {constant.Field.Name}."));
        faults.AddRange(mapped.Concat(constants).GroupBy(value => value.Field.Name).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is given twice."));
        foreach (var fault in faults)
        {
            yield return fault;
        }
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        try
        {
            var settings = Settings(parsed);
            var recordings = parsed.GetValue(_files)!
                .Select(file => new Recording(file.FullName, parsed.GetValue(_vehicle), settings)).ToList();
            var factor = parsed.GetValue(_speed);
            DateTime? now = parsed.GetValue(_retime) == "now" ? _surroundings.Now : null;
            var plan = ReplayPlan.Make(recordings, settings, now, factor > 1);
            WarnOfClocks(plan);
            var job = new SendingJob
            {
                Account = settings.Account,
                Vehicles = plan.Vehicles,
                Messages = tally => ReplayStream.Messages(plan, settings, tally.CountBrokenClock),
                ExpectedMessages = plan.Rows,
                Factor = factor,
            };
            return await new SendingSession(_surroundings, _sending, parsed).Run(job, stop);
        }
        catch (Exception fault) when (fault is RecordingFaultException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _surroundings.Talk.WriteLine(fault.Message);
            return ExitCode.Error;
        }
    }

    private void WarnOfClocks(ReplayPlan plan)
    {
        if (plan.Rows > 0 && plan.Broken == plan.Rows)
        {
            _surroundings.Talk.WriteLine("No time in any row could be read: the gateway will reject all of them. Check --time-column and --time-format.");
        }
    }

    private ReplaySettings Settings(ParseResult parsed) => new()
    {
        Map = NamedValue.ParseAll(parsed.GetValue(_map) ?? [], []),
        Constants = NamedValue.ParseAll(parsed.GetValue(_set) ?? [], []),
        Unknowns = NamedValue.ParseAll(parsed.GetValue(_unknown) ?? [], []),
        TimeColumns = [.. (parsed.GetValue(_timeColumns) ?? [])
            .SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        TimeFormat = parsed.GetValue(_timeFormat),
        VehicleColumn = parsed.GetValue(_vehicleColumn),
        Delimiter = parsed.GetValue(_delimiter) switch { "," => ',', ";" => ';', "tab" => '\t', "space" => ' ', _ => null },
        HasHeader = !parsed.GetValue(_noHeader),
        Account = parsed.GetValue(_account),
        AlignStarts = parsed.GetValue(_align) == "start",
    };
}
