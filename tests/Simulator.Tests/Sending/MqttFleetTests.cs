using System.Net.Sockets;
using System.Text.Json;
using EdgeRelay.Simulator.Commands;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Tests.Sending;

public sealed class MqttFleetTests
{
    private const string Offline = """{"state":"offline"}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Every_vehicle_sends_in_order_over_its_own_connection(string qos)
    {
        await using var broker = new AcknowledgingBroker();
        await broker.Start();

        var (exit, summary) = await Run(broker.Port, $"--vehicles 5 --messages 500 --clock max --qos {qos}");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal(500, summary.GetProperty("acknowledged").GetInt64());
        if (qos != "0")
        {
            Assert.Equal(500, broker.Messages.Count);
        }

        foreach (var vehicle in broker.Messages.GroupBy(message => message.Client))
        {
            Assert.All(vehicle, message => Assert.StartsWith($"edgerelay/v1/1/{vehicle.Key}/", message.Topic, StringComparison.Ordinal));
            var sequence = Sequence(vehicle.Select(message => message.Payload)).ToList();
            Assert.Equal(Enumerable.Range(1, sequence.Count), sequence);
        }
    }

    [Fact]
    public async Task Vehicles_can_share_connections()
    {
        await using var broker = new AcknowledgingBroker();
        await broker.Start();

        var (exit, _) = await Run(broker.Port, "--vehicles 7 --messages 70 --clock max --connections 2");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal(["edgesim-1", "edgesim-2"], broker.Messages.Select(message => message.Client).Distinct().Order());
    }

    [Fact]
    public async Task What_was_not_acknowledged_when_a_connection_broke_is_sent_again()
    {
        await using var broker = new AcknowledgingBroker { Abandons = 10 };
        await broker.Start();

        var (exit, summary) = await Run(broker.Port, "--vehicles 1 --messages 60 --clock max");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal(60, summary.GetProperty("acknowledged").GetInt64());
        var sent = broker.Messages.Select(message => message.Payload).Where(payload => payload != Offline).ToList();
        Assert.Equal(60, sent.Distinct().Count());
        Assert.True(sent.Count > 60, "nothing was sent twice: the connection did not break");
    }

    [Fact]
    public async Task Clients_that_may_not_speak_for_their_vehicles_end_the_run_with_4_and_a_way_out()
    {
        await using var broker = new AcknowledgingBroker { ChecksTopics = true };
        await broker.Start();

        var (exit, _, talk) = await RunAndListen(broker.Port, "--vehicles 4 --rate 100 --connections 2");

        Assert.Equal(ExitCode.Unauthorized, exit);
        Assert.Contains("\"edgesim-", talk, StringComparison.Ordinal);
        Assert.Contains("API key of the account as --password", talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_is_retained_and_nothing_else_is()
    {
        await using var broker = new AcknowledgingBroker { ChecksTopics = true };
        await broker.Start();

        await Run(broker.Port, "--vehicles 3 --messages 300 --clock max");

        Assert.Equal(
            broker.Messages.Where(message => message.Topic.EndsWith("/status", StringComparison.Ordinal)).Select(message => message.Topic),
            broker.Retained);
        Assert.NotEmpty(broker.Retained);
    }

    [Fact]
    public async Task A_vehicle_whose_connection_breaks_leaves_a_retained_offline_as_its_will()
    {
        await using var broker = new AcknowledgingBroker { ChecksTopics = true, Abandons = 10 };
        await broker.Start();

        await Run(broker.Port, "--vehicles 1 --messages 60 --clock max");

        var offline = Assert.Single(broker.Messages, message => message.Payload == Offline);
        Assert.Equal("edgerelay/v1/1/truck-01/status", offline.Topic);
        Assert.Contains(offline.Topic, broker.Retained);
    }

    [Fact]
    public async Task A_missed_threshold_exits_with_99()
    {
        await using var broker = new AcknowledgingBroker();
        await broker.Start();

        var (exit, _) = await Run(broker.Port, "--vehicles 1 --messages 5 --clock max --threshold failed>0");

        Assert.Equal(ExitCode.ThresholdMissed, exit);
    }

    [Fact]
    public async Task Refused_credentials_exit_with_4()
    {
        await using var broker = new AcknowledgingBroker { RefusesAll = true };
        await broker.Start();

        var (exit, _) = await Run(broker.Port, "--vehicles 3 --messages 5 --username u --password p");

        Assert.Equal(ExitCode.Unauthorized, exit);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_exits_with_5()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));

        var (exit, _) = await Run(((System.Net.IPEndPoint)closed.LocalEndPoint!).Port, "--vehicles 3 --messages 5");

        Assert.Equal(ExitCode.Unreachable, exit);
    }

    private static async Task<(int Exit, JsonElement Summary)> Run(int port, string arguments)
    {
        var (exit, summary, _) = await RunAndListen(port, arguments);
        return (exit, summary);
    }

    private static async Task<(int Exit, JsonElement Summary, string Talk)> RunAndListen(int port, string arguments)
    {
        using var data = new StringWriter();
        using var talk = new StringWriter();
        var surroundings = new Surroundings { Clock = TimeProvider.System, Out = data, Talk = talk, Connect = MqttFleet.Connect };
        var exit = await EdgeSim.Run($"run city --output json --broker mqtt://127.0.0.1:{port} {arguments}".Split(' '), surroundings).WaitAsync(Deadline);
        return (exit, data.ToString() is { Length: > 0 } json ? JsonDocument.Parse(json).RootElement : default, talk.ToString());
    }

    private static IEnumerable<int> Sequence(IEnumerable<string> payloads) =>
        payloads.Select(payload => JsonDocument.Parse(payload).RootElement)
            .Where(body => body.TryGetProperty("seq", out _)).Select(body => body.GetProperty("seq").GetInt32());
}
