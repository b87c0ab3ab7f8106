using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Relay;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// A device that was away for hours sends its newest sample first, then the backlog backwards. How long does its lane take to put that right?
/// Through the whole gateway, in this process, so that the lane's own figures can be read; every event has to be the same as that of a vehicle
/// which sends in order.
/// </summary>
internal static class LateBacklog
{
    private const int Samples = 4_096;
    private const int SecondsApart = 10;
    private const int PerArray = 50;
    private const double TargetSeconds = 0.5;

    /// <returns>0 when both ways of sending stay within the target at the median and give the events of the drive in order.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line($"late: {Samples} samples of one vehicle, {SecondsApart} s apart, newest first, 20 triggers; {options.Rounds} rounds"));
        var folder = Directory.CreateTempSubdirectory("edgerelay-bench-").FullName;
        try
        {
            using var receiver = Child.StartOwn("receiver");
            var address = new Uri(await receiver.FirstLine);
            await using var gateway = await GatewayHost.Start(Settings(folder));
            using var api = new HttpClient { BaseAddress = new Uri(gateway.HttpAddress), DefaultRequestHeaders = { { "X-Api-Key", GatewayChild.Key } } };
            await Make(api, "/v1/landmarks", LateDrive.Landmarks);
            await Make(api, "/v1/webhooks", LateDrive.Webhook(address));
            var port = new Uri(gateway.MqttAddress!).Port;
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; Stopwatch.GetElapsedTime(started).TotalSeconds < options.WarmUp; i++)
            {
                // In arrays: these keep the lane busier, and the compiler takes what runs often.
                await Send(port, "warm-up-" + i.ToString(CultureInfo.InvariantCulture), Backlog(Drive(), PerArray));
            }

            var singles = await Measure(port, folder, 1, options.Rounds, output);
            var arrays = await Measure(port, folder, PerArray, options.Rounds, output);
            return singles && arrays ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static GatewaySettings Settings(string folder) => new()
    {
        Data = new DataSettings { Directory = folder },
        Http = new HttpSettings { Port = 0 },
        Mqtt = new MqttSettings { Port = 0, OpenEnrollment = true, Limits = new MqttLimits { MessagesPerSecond = 0, BytesPerSecond = 0 } },
        Admin = new AdminSettings { ApiKey = GatewayChild.Key },
        Relay = new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.1/32", TrustedHosts = "127.0.0.1" },
    };

    private static async Task Make(HttpClient api, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await api.PostAsync(new Uri(path, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} was refused: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task<bool> Measure(int port, string folder, int perMessage, int rounds, TextWriter output)
    {
        var name = perMessage == 1 ? "singles" : "arrays of " + perMessage.ToString(CultureInfo.InvariantCulture);
        var drive = Drive();
        await Send(port, "ordered-" + perMessage, [.. drive.Chunk(perMessage).Select(Join)]);
        var expected = EventsOf(folder, "ordered-" + perMessage);
        List<double> seconds = [];
        var same = true;
        for (var round = 0; round < rounds; round++)
        {
            var vehicle = string.Create(CultureInfo.InvariantCulture, $"late-{perMessage}-{round}");
            using var lane = new LaneFigures();
            var started = Stopwatch.GetTimestamp();
            await Send(port, vehicle, Backlog(drive, perMessage));
            var took = Stopwatch.GetElapsedTime(started);
            var events = EventsOf(folder, vehicle);
            same &= events.SequenceEqual(expected);
            seconds.Add(lane.Seconds);
            output.WriteLine(Rounds.Line(
                $"  {name}: lane {lane.Seconds * 1000:F0} ms in {lane.Runs} runs, longest {lane.Longest * 1000:F0} ms; {lane.Steps} steps; acknowledged after {took.TotalSeconds:F1} s"));
        }

        output.WriteLine($"  {name}, in order: {string.Join(", ", expected)}");

        var median = seconds.Order().ElementAt(seconds.Count / 2);
        output.WriteLine(Rounds.Line(
            $"late, {name}: {median:F3} s of lane time at the median (target {TargetSeconds}); the events are {(same ? "those" : "NOT those")} of the drive in order"));
        return same && median <= TargetSeconds;
    }

    private static string[] Drive()
    {
        var first = TimeProvider.System.GetUtcNow().AddSeconds(-Samples * SecondsApart);
        return LateDrive.Samples(first.ToUnixTimeMilliseconds(), Samples, SecondsApart);
    }

    /// <summary>The first sample, sent in time, then all others from the newest back.</summary>
    private static string[] Backlog(string[] drive, int perMessage) => [drive[0], .. drive.Skip(1).Reverse().Chunk(perMessage).Select(Join)];

    private static string Join(string[] samples) => samples.Length == 1 ? samples[0] : $"[{string.Join(',', samples)}]";

    /// <summary>One message after the other as fast as the window of unacknowledged ones allows.</summary>
    private static async Task Send(int port, string vehicle, string[] messages)
    {
        await using var device = await MqttClient.Connect(new MqttClientOptions { Host = "127.0.0.1", Port = port, ClientId = vehicle });
        var topic = $"edgerelay/v1/1/{vehicle}/telemetry";
        await device.Publish(topic, Encoding.UTF8.GetBytes(messages[0]));
        await Task.WhenAll(messages.Skip(1).Select(m => device.Publish(topic, Encoding.UTF8.GetBytes(m))));
    }

    /// <summary>How often each type of event happened to the vehicle. Not when: an event whose time has moved keeps the one under which it was sent.</summary>
    private static List<string> EventsOf(string folder, string vehicle)
    {
        using var core = new SqliteConnection($"Data Source={Path.Combine(folder, "core.db")};Mode=ReadOnly");
        core.Open();
        using var command = core.CreateCommand();
        command.CommandText =
            "SELECT type || ' ' || count(*) FROM event WHERE ordering_key = $vehicle AND superseded_ms IS NULL GROUP BY type ORDER BY type";
        command.Parameters.AddWithValue("$vehicle", vehicle);
        using var row = command.ExecuteReader();
        List<string> found = [];
        while (row.Read())
        {
            found.Add(row.GetString(0));
        }

        return found;
    }
}
