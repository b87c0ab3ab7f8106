using System.Net;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class CapTests
{
    [Fact]
    public async Task One_connection_more_than_an_address_may_have_is_closed_and_room_is_given_back()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ConnectionsPerAddress = 2 });
        using var first = await (await server.OpenRaw()).Connect(5, "device-1");
        using (var silent = await server.OpenRaw())
        {
            using var third = await server.OpenRaw();
            await third.ExpectClosed();
            await first.Ping();
        }

        // The silent one has gone; how soon the server knows is the network's affair.
        while (true)
        {
            using var later = await server.OpenRaw();
            if (await later.TrySend(Wire.Connect(5, "device-2"), default) && await later.Next() is not null)
            {
                break;
            }
        }
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, (byte)ReasonCode.QuotaExceeded)]
    public async Task One_client_more_than_an_account_may_have_is_refused_but_one_that_comes_back_is_not(byte version, byte code)
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ConnectionsPerAccount = 2 });
        server.Application.OnConnect = request => new ConnectVerdict.Accepted(request.ClientId)
        {
            Account = request.ClientId.StartsWith("other", StringComparison.Ordinal) ? "2" : "1",
        };
        using var first = await (await server.OpenRaw()).Connect(version, "device-1");
        using var second = await (await server.OpenRaw()).Connect(version, "device-2");
        using var third = await server.OpenRaw();
        await third.Send(Wire.Connect(version, "device-3"));
        Assert.Equal(code, (await third.Next())![3]);

        using var otherAccount = await (await server.OpenRaw()).Connect(version, "other-1");
        using var back = await (await server.OpenRaw()).Connect(version, "device-2");

        await back.Ping();
        await first.Ping();
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_IPv4_address_counts_by_itself_and_an_IPv6_address_with_its_network(string one, string other, bool same) =>
        Assert.Equal(same, KeyOf(one) == KeyOf(other));

    [Fact]
    public void A_key_that_nobody_has_costs_nothing()
    {
        var tally = new Tally<string>(1);

        Assert.True(tally.TryEnter("a"));
        Assert.False(tally.TryEnter("a"));
        Assert.True(tally.TryEnter("b"));
        tally.Leave("a");
        tally.Leave("b");

        Assert.Equal(0, tally.Keys);
        Assert.True(tally.TryEnter("a"));
    }

    private static UInt128 KeyOf(string address) => Admissions.KeyOf(new IPEndPoint(IPAddress.Parse(address), 1));
}
