using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Scenarios;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Commands;

/// <summary><c>edgesim run city</c></summary>
internal sealed class RunCityCommand
{
    /// <summary>Where a run begins that has nobody to please with the present: a Monday morning.</summary>
    private static readonly DateTime FixedStart = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private readonly Option<int> _vehicles = new("--vehicles", "-n") { Description = "Vehicles in the fleet.", DefaultValueFactory = _ => 25 };

    private readonly Option<ulong> _seed = new("--seed") { Description = "Same seed, same messages.", DefaultValueFactory = _ => 7 };

    private readonly Option<double?> _rate = new("--rate", "-r") { Description = "Messages per second of the whole fleet. Default: one per vehicle." };

    private readonly Option<TimeSpan?> _duration = OptionReading.Make(
        "--duration", "Event time to cover, such as 90s or 10m. Default: until Ctrl+C.", "a duration such as 90s, 10m or 2h", OptionReading.Duration);

    private readonly Option<long?> _messages = new("--messages", "-m") { Description = "Messages to send in all." };

    private readonly Option<long> _account = new("--account") { Description = "Account in the topics.", DefaultValueFactory = _ => 1 };

    private readonly Option<string> _prefix = new("--prefix") { Description = "Begins each vehicle's name.", DefaultValueFactory = _ => "truck-" };

    private readonly Option<double> _clock = OptionReading.Make(
        "--clock", "real, a factor such as 10x, or max: as fast as acknowledgements allow.", "real, max or a factor such as 10x",
        text => Pace.ParseFactor(text) is { } factor ? (true, factor) : (false, 1));

    private readonly Option<StartTime?> _startTime = OptionReading.Make(
        "--start-time",
        "Event time at which the run begins, such as 2026-01-05T08:00:00Z, or now. Default: now, and 2026-01-05T08:00:00Z with --dry-run. "
        + "With a faster clock, now means that the run ends now, because gateways refuse the future.",
        "now or a time such as 2026-01-05T08:00:00Z",
        StartTime.Parse);

    private readonly SendingOptions _sending;
    private readonly Surroundings _surroundings;

    private RunCityCommand(Command command, Surroundings surroundings)
    {
        _surroundings = surroundings;
        _vehicles.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000)
            {
                result.AddError("--vehicles must be 1 to 100000.");
            }
        });
        _clock.DefaultValueFactory = _ => 1;
        foreach (var option in new Option[] { _vehicles, _seed, _rate, _duration, _messages, _account, _prefix, _clock, _startTime })
        {
            command.Options.Add(option);
        }

        _sending = new SendingOptions(command);
        OptionReading.CheckTogether(command, Faults);
        command.SetAction(Run);
    }

    public static Command Make(Surroundings surroundings)
    {
        var command = new Verb("city", "A fleet in a small city; every event type occurs.", """
            Streets with posted limits, a freeway ring, red lights, deliveries with the engine on, parking, drivers who
            change, inspections, refrigerated cargo, some speeding. The first vehicle enters a landmark within 2 s.

            Examples:
              edgesim run city --vehicles 25 --seed 7 --rate 25
              edgesim run city --vehicles 1000 --rate 200 --duration 5m --clock 10x --output json --threshold failed==0 p99<250
              edgesim run city --vehicles 5 --duration 20m --dry-run --out city.txt
              edgesim run city --vehicles 1000 --connections 10 --password er_an-api-key-of-the-account

            """);
        _ = new RunCityCommand(command, surroundings);
        return command;
    }

    private IEnumerable<string> Faults(CommandResult result)
    {
        if (result.GetValue(_rate) is <= 0 or > 1_000_000 or double.NaN)
        {
            yield return "--rate must be above 0 and at most 1000000 messages/s.";
        }

        if (result.GetValue(_messages) is < 1)
        {
            yield return "--messages must be at least 1.";
        }

        if (!VehicleTopics.IsVehicleName(result.GetValue(_prefix) + "000000"))
        {
            yield return "--prefix may hold letters, digits and - _ . : only, at most 58.";
        }

        var endless = result.GetValue(_duration) is null && result.GetValue(_messages) is null;
        if (endless && (result.GetValue(_clock) > 1 || _sending.IsDryRun(result)))
        {
            yield return "A dry run or a clock faster than real needs --duration or --messages.";
        }
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        var vehicles = parsed.GetValue(_vehicles);
        var settings = new CitySettings
        {
            Vehicles = vehicles,
            Seed = parsed.GetValue(_seed),
            Rate = parsed.GetValue(_rate) ?? vehicles,
            Start = FixedStart,
            Messages = parsed.GetValue(_messages),
            Duration = parsed.GetValue(_duration),
            Account = parsed.GetValue(_account),
            Prefix = parsed.GetValue(_prefix)!,
        };
        var job = new SendingJob
        {
            Account = settings.Account,
            Vehicles = [.. Enumerable.Range(0, vehicles).Select(vehicle => VehicleStream.NameOf(settings, vehicle))],
            Messages = _ => CityScenario.Messages(settings with { Start = Start(parsed, settings) }),
            ExpectedMessages = settings.ExpectedMessages,
            Factor = parsed.GetValue(_clock),
        };
        return await new SendingSession(_surroundings, _sending, parsed).Run(job, stop);
    }

    private DateTime Start(ParseResult parsed, CitySettings settings) => parsed.GetValue(_startTime) switch
    {
        StartTime.At given => given.Time,
        null when _sending.IsDryRun(parsed) => FixedStart,
        _ => parsed.GetValue(_clock) > 1 ? _surroundings.Now - settings.Span : _surroundings.Now,
    };
}
