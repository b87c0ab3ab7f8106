using System.Globalization;
using System.Text;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Sending;

/// <summary>The connections of a whole fleet: one per vehicle, or a few shared ones.</summary>
internal sealed class MqttFleet : ITelemetrySink
{
    /// <summary>Connects under way at once: enough to be quick, few enough not to look like an attack.</summary>
    private const int ConnectsAtOnce = 64;

    private readonly DeviceConnection[] _connections;
    private readonly Dictionary<string, DeviceConnection> _byVehicle;

    private MqttFleet(DeviceConnection[] connections, IReadOnlyList<string> vehicles)
    {
        _connections = connections;
        _byVehicle = new Dictionary<string, DeviceConnection>(vehicles.Count, StringComparer.Ordinal);
        for (var vehicle = 0; vehicle < vehicles.Count; vehicle++)
        {
            _byVehicle.Add(vehicles[vehicle], connections[vehicle % connections.Length]);
        }
    }

    /// <exception cref="BrokerUnreachableException">Nobody answers there.</exception>
    /// <exception cref="BrokerRefusedException">The broker said no.</exception>
    public static async Task<ITelemetrySink> Connect(BrokerSettings broker, IReadOnlyList<string> vehicles, CancellationToken stop)
    {
        var connections = new DeviceConnection[Math.Min(broker.Connections ?? vehicles.Count, vehicles.Count)];
        try
        {
            // The first alone: a wrong address or password is then one failure, not thousands.
            var first = Math.Min(1, connections.Length);
            for (var i = 0; i < first; i++)
            {
                connections[i] = await Open(broker, vehicles, i, stop);
            }

            var rest = new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtOnce, CancellationToken = stop };
            await Parallel.ForAsync(first, connections.Length, rest, async (i, token) => connections[i] = await Open(broker, vehicles, i, token));
        }
        catch
        {
            await Close(connections);
            throw;
        }

        return new MqttFleet(connections, vehicles);
    }

    public Task Send(PlannedMessage message) => _byVehicle[message.Vehicle].Send(message);

    public ValueTask DisposeAsync() => Close(_connections);

    private static Task<DeviceConnection> Open(BrokerSettings broker, IReadOnlyList<string> vehicles, int index, CancellationToken stop)
    {
        var client = broker.Connections is null ? vehicles[index] : string.Create(CultureInfo.InvariantCulture, $"edgesim-{index + 1}");
        var options = new MqttClientOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            ClientId = client,
            UserName = broker.UserName?.Replace(BrokerSettings.Placeholder, client, StringComparison.Ordinal),
            Password = broker.Password is { } password ? Encoding.UTF8.GetBytes(password) : null,
            Will = broker.Connections is null ? Offline(broker.Account, client) : null,
        };
        return DeviceConnection.Open(options, broker.Qos, stop);
    }

    /// <summary>Without a time: nobody knows beforehand when it will be due.</summary>
    private static MqttWill Offline(long account, string vehicle) =>
        new(new VehicleTopics(account, vehicle)[MessageKind.Status], "{\"state\":\"offline\"}"u8.ToArray()) { Retain = true };

    private static async ValueTask Close(DeviceConnection?[] connections) =>
        await Parallel.ForEachAsync(connections.OfType<DeviceConnection>(), async (connection, _) => await connection.DisposeAsync());
}
