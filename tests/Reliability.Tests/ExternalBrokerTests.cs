using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Testing;
using Xunit.Abstractions;

namespace EdgeRelay.Reliability.Tests;

/// <summary>SIGKILL of a gateway that takes telemetry from Mosquitto: what it had not acknowledged comes again, and what it had committed makes no second event.</summary>
[Collection(nameof(ReliabilityGroup))]
[Trait("speed", "slow")]
public sealed class ExternalBrokerTests(ITestOutputHelper output)
{
    [MosquittoFact]
    public async Task Killed_between_receipt_and_commit_and_between_commit_and_acknowledgement_it_loses_and_doubles_nothing()
    {
        const int MessagesPerLife = 300;
        string[] points = [Fault.BeforeCommit, Fault.AfterCommit];
        await using var broker = await MosquittoBroker.Start();
        var settings = new Dictionary<string, string>
        {
            ["MQTT__LISTEN"] = "false",
            ["MQTT__BROKER__URL"] = broker.Url,
            ["MQTT__BROKER__REGISTERVEHICLES"] = "true",
        };
        await using var run = await CrashRun.Begin("broker", Seeds.Next(), output, settings, broker: broker);
        for (var i = 0; i < Seeds.Times(everyday: 1, soak: 50) * points.Length; i++)
        {
            await run.Kill();
            run.Publish(MessagesPerLife);
            await run.LiveAndDieByFault($"{points[i % points.Length]}:{run.Random.Next(4, 8)}:kill");
        }

        await run.Live();
        var verdict = await run.Finish();

        Assert.True(verdict.IsClean, verdict.ToString());
    }
}
