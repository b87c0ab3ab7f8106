using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeRelay.Simulator.Commands;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Tests.Commands;

public sealed partial class HelpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgesim").FullName;

    public static TheoryData<string> Pages => ["", "run city", "replay", "landmarks city"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Each_page_has_three_examples_that_parse(string verbs)
    {
        var (exit, page, _) = await Run($"{verbs} --help");

        var examples = page.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("edgesim ", StringComparison.Ordinal))
            .Where(line => !line.Contains('[', StringComparison.Ordinal)).ToList();
        Assert.Equal(ExitCode.Ok, exit);
        Assert.True(examples.Count >= 3, $"{examples.Count} examples");
        Assert.All(examples, example => Assert.Empty(EdgeSim.Make(Surroundings(TextWriter.Null, TextWriter.Null)).Parse(Words(example)).Errors));
    }

    [Theory]
    [InlineData("run city --vehicles 0", "--vehicles must be 1 to 100000.")]
    [InlineData("run city --clock 10x", "needs --duration or --messages")]
    [InlineData("run city --duration soon", "\"soon\" is not a duration")]
    [InlineData("run city --broker http://x", "is not an address such as mqtt://127.0.0.1:1883")]
    [InlineData("run city --threshold p98<1", "is no threshold")]
    [InlineData("run city --out x", "--out needs --dry-run.")]
    [InlineData("replay missing.csv --time-column t", "missing.csv")]
    [InlineData("fly", "fly")]
    public async Task Wrong_usage_says_why_and_exits_with_2(string arguments, string why)
    {
        var (exit, _, talk) = await Run(arguments);

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Contains(why, talk, StringComparison.Ordinal);
        Assert.Contains("--help", talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unreachable", ExitCode.Unreachable)]
    [InlineData("refused", ExitCode.Unauthorized)]
    public async Task A_broker_that_cannot_be_used_has_an_exit_code_of_its_own(string how, int code)
    {
        var (exit, _, talk) = await Run("run city --messages 5", (_, _, _) => how == "refused"
            ? throw new BrokerRefusedException("No entry.")
            : throw new BrokerUnreachableException("Nobody there.", new IOException()));

        Assert.Equal(code, exit);
        Assert.Contains("--", talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_the_file_and_prints_its_hash()
    {
        var file = Path.Combine(_folder, "city.txt");

        var (exit, data, _) = await Run($"run city --vehicles 2 --duration 10s --dry-run --out {file} --output json");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal(20, (await File.ReadAllLinesAsync(file)).Length);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file)));
        Assert.Equal($"{{\"messages\":20,\"sha256\":\"{hash}\"}}\n", data);
    }

    [Theory]
    [InlineData("--start-time now --messages 1", "2026-03-01T10:00:00")]
    [InlineData("--start-time now --clock 10x --duration 10m", "2026-03-01T09:50:00")]
    [InlineData("--start-time 2026-01-05T08:00:00Z --messages 1", "2026-01-05T08:00:00")]
    [InlineData("--start-time 2026-01-05T09:00:00+01:00 --messages 1", "2026-01-05T08:00:00")]
    [InlineData("--start-time 2026-01-05 --messages 1", "2026-01-05T00:00:00")]
    [InlineData("--messages 1", "2026-01-05T08:00:00")]
    public async Task A_run_begins_when_it_is_told_to(string arguments, string begins)
    {
        var file = Path.Combine(_folder, "start.txt");

        var (exit, _, talk) = await Run(
            $"run city --vehicles 1 --dry-run --out {file} {arguments}", clock: new MarchClock());

        Assert.Equal("", talk);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains($"\"t\":\"{begins}", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7_200)]
    public async Task Every_documented_duration_is_understood(string duration, double seconds)
    {
        var (exit, data, _) = await Run($"run city --vehicles 1 --rate 2 --duration {duration} --dry-run --output json");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal(seconds * 2, JsonDocument.Parse(data).RootElement.GetProperty("messages").GetDouble());
    }

    [Theory]
    [InlineData("real")]
    [InlineData("max --messages 1")]
    [InlineData("10x --messages 1")]
    public void Every_documented_clock_is_understood(string clock) =>
        Assert.Empty(EdgeSim.Make(Surroundings(TextWriter.Null, TextWriter.Null)).Parse($"run city --clock {clock}").Errors);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Exit, string Data, string Talk)> Run(
        string arguments,
        Func<BrokerSettings, IReadOnlyList<string>, CancellationToken, Task<ITelemetrySink>>? connect = null,
        TimeProvider? clock = null)
    {
        using var data = new StringWriter();
        using var talk = new StringWriter();
        var exit = await EdgeSim.Run(Words("edgesim " + arguments), Surroundings(data, talk) with
        {
            Connect = connect ?? MqttFleet.Connect,
            Clock = clock ?? TimeProvider.System,
        });
        return (exit, data.ToString(), talk.ToString());
    }

    private static Surroundings Surroundings(TextWriter data, TextWriter talk) =>
        new() { Clock = TimeProvider.System, Out = data, Talk = talk, Connect = MqttFleet.Connect };

    /// <summary>Words of a shell line up to a pipe or redirection, without the program; files named in it stand for this one.</summary>
    private static string[] Words(string line) =>
        [.. Word().Matches(line.Split(" | ")[0].Split(" > ")[0]).Skip(1)
            .Select(match => match.Value.Trim('"'))
            .Select(word => Recording().IsMatch(word) && word != "missing.csv" ? typeof(HelpTests).Assembly.Location : word)];

    private sealed class MarchClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\w+\.(csv|txt\.gz)$")]
    private static partial Regex Recording();
}
