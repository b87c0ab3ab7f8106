using System.Text;
using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Tests.Decoding;

public sealed class DecodingNeverThrowsTests
{
    private static readonly string[] Seeds =
    [
        """{"t":"2026-11-22T09:30:15.250Z","seq":8812,"lat":37.78812,"lon":-122.4,"temps_c":{"a":1},"x":{"y":[{"z":1}]},"dtcs":["P"]}""",
        """[{"t":1,"id":"\u0041"},{"t":2,"q":{"\ud83d\ude00":1}}]""",
        """{"id":"D","type":"ad_hoc","status":"safe","submitted_at":"2026-11-22T17:02:00Z","parts":[{"part":"horn","result":"ok"}]}""",
        """{"t":1795339815,"action":"assign","tag":"01A3F2C418000045"}""",
    ];

    [Fact]
    public void Damaged_payloads_are_inputs_or_faults_on_every_channel()
    {
        var seed = Testing.Seeds.Next();
        var random = new Random(seed);
        for (var round = 0; round < 1_000; round++)
        {
            var payload = Damaged(Encoding.UTF8.GetBytes(Seeds[round % Seeds.Length]), random);
            foreach (var channel in Enum.GetValues<Channel>())
            {
                var error = Record.Exception(() => Assert.NotNull(Given.Decoded(channel, payload)));
                Assert.True(error is null, $"seed {seed}, {channel}, {Convert.ToHexString(payload)}: {error}");
            }
        }
    }

    private static byte[] Damaged(byte[] payload, Random random)
    {
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(payload.Length);
            payload[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:\\u0eE-+.n"[random.Next(16)];
        }

        return random.Next(4) == 0 ? payload[..random.Next(payload.Length)] : payload;
    }
}
