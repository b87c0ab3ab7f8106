using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.EndToEnd.Tests.Starting;

/// <summary>A start that cannot succeed says why, and nothing else.</summary>
public sealed class FailedStartTests
{
    [Fact]
    public async Task A_taken_port_is_told_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var ended = await GatewayProgram.Fails(("EDGERELAY__MQTT__PORT", port), ("EDGERELAY__HTTP__PORT", "0"));

        Assert.Equal(
            new ProgramResult(
                1,
                "",
                $"edgerelay: mqtt 127.0.0.1:{port} is in use (another gateway, the demo, or mosquitto?). " +
                $"Choose another with EDGERELAY__MQTT__PORT.{Environment.NewLine}"),
            ended);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told_in_one_line()
    {
        // 192.0.2.0/24 is for documentation; no machine has it.
        var ended = await GatewayProgram.Fails(("EDGERELAY__MQTT__PORT", "0"), ("EDGERELAY__HTTP__ADDRESS", "192.0.2.1"));

        Assert.Equal(
            new ProgramResult(
                1,
                "",
                $"edgerelay: http 192.0.2.1:8080 is no address of this machine. Choose another with EDGERELAY__HTTP__ADDRESS.{Environment.NewLine}"),
            ended);
    }
}
