using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace EdgeRelay.Simulator.Commands;

/// <summary>The program <c>edgesim</c>.</summary>
internal static class EdgeSim
{
    /// <summary>How long Ctrl+C waits for what is in flight before the process is ended.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    public static Command Make(Surroundings surroundings)
    {
        var help = new HelpOption();
        help.Action = new VerbHelp((HelpAction)help.Action!);
        return new Verb(
            "edgesim",
            "Simulates a fleet, or replays recorded drives, against an MQTT broker such as the EdgeRelay gateway.",
            """
            Exit codes: 0 done, 1 error or failed messages, 2 wrong usage, 4 refused by the broker, 5 broker unreachable, 99 threshold missed.

            Examples:
              edgesim run city --vehicles 25 --seed 7 --rate 25 --broker mqtt://127.0.0.1:1883
              edgesim replay drive.csv --time-column time --map lat=lat,lon=lon,speed_kmh=speed --retime now
              edgesim landmarks city

            """)
        {
            help,
            new VersionOption(),
            new Command("run", "Runs a built-in scenario.") { RunCityCommand.Make(surroundings) },
            ReplayCommand.Make(surroundings),
            LandmarksCommand.Make(surroundings),
        };
    }

    public static async Task<int> Run(string[] arguments, Surroundings surroundings)
    {
        var parsed = Make(surroundings).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                surroundings.Talk.WriteLine(error.Message);
            }

            surroundings.Talk.WriteLine($"See: edgesim {Verbs(parsed.CommandResult)}--help");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = surroundings.Out,
            Error = surroundings.Talk,
            ProcessTerminationTimeout = StopTime,
        });
    }

    /// <summary>The verbs that were understood, below the program itself.</summary>
    private static string Verbs(SymbolResult command) =>
        command is CommandResult { Parent: CommandResult parent } here ? $"{Verbs(parent)}{here.Command.Name} " : "";
}
