using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.EndToEnd.Tests.Walkthrough;

/// <summary>The README's first screen, run as it stands but for the ports, gets a webhook delivered.</summary>
[Trait("speed", "slow")]
public sealed class ReadmeTests
{
    [NeedsProgramsFact("bash", "curl", "mosquitto_pub", "python3")]
    public async Task The_commands_of_the_readme_get_a_webhook_delivered()
    {
        var blocks = ReadmeBlocks.Read();
        await using var gateway = await ShellGateway.Start(blocks["gateway"]);

        var sent = await Run(gateway, blocks["send"]);

        Assert.True(sent.Status == 0, sent.ToString());
        Assert.Equal("active", JsonDocument.Parse(sent.Output).RootElement.GetProperty("status").GetString());
        var bodies = await Inbox(gateway, blocks["look"], messages: 2);
        Assert.True(bodies[0].GetProperty("data").GetProperty("test").GetBoolean());
        Assert.Equal("speed", bodies[1].GetProperty("head").GetProperty("type").GetString());
        Assert.Equal("truck-7", bodies[1].GetProperty("data").GetProperty("id").GetString());
        Assert.Equal(80, bodies[1].GetProperty("data").GetProperty("inst_speed").GetDouble());
        Assert.False(bodies[1].GetProperty("data").TryGetProperty("test", out _));
    }

    [Fact]
    public void The_ports_in_the_readme_are_the_defaults()
    {
        var commands = string.Concat(ReadmeBlocks.Read().Values);

        Assert.Contains($"http://127.0.0.1:{new HttpSettings().Port}/", commands, StringComparison.Ordinal);
        Assert.Contains($"mosquitto_pub -p {new MqttSettings().Port} ", commands, StringComparison.Ordinal);
    }

    /// <summary>What the inbox shows once it holds so many messages, as the webhooks' bodies in order of arrival.</summary>
    private static async Task<List<JsonElement>> Inbox(ShellGateway gateway, string commands, int messages)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var look = await Run(gateway, commands);
            Assert.True(look.Status == 0, look.ToString());
            var arrived = JsonDocument.Parse(look.Output).RootElement.GetProperty("data");
            if (arrived.GetArrayLength() >= messages)
            {
                return
                [
                    .. arrived.EnumerateArray().OrderBy(m => m.GetProperty("number").GetInt64())
                        .Select(m => JsonDocument.Parse(m.GetProperty("body").GetString()!).RootElement),
                ];
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline.Short, look.Output);
        }
    }

    private static Task<ProgramResult> Run(ShellGateway gateway, string commands) => ProgramRun.Of(
        "bash",
        [
            "-euc",
            commands
                .Replace($"127.0.0.1:{new HttpSettings().Port}", gateway.HttpAuthority, StringComparison.Ordinal)
                .Replace($"-p {new MqttSettings().Port}", "-p " + gateway.MqttPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        ]);
}
