using System.Text;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Codec;

public sealed class GoldenPacketTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Packets_lie_on_the_wire_as_they_always_did(byte version)
    {
        var text = new StringBuilder();
        foreach (var (name, packet) in Samples.Named(version))
        {
            text.Append(name).Append(' ').Append(Convert.ToHexString(packet)).Append('\n');
        }

        Golden.Match(text.ToString(), $"packets-{version}.txt");
    }
}
