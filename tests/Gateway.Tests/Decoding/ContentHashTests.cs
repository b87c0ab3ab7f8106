using System.Numerics;
using System.Text;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Decoding;

public sealed class ContentHashTests
{
    // Event ids are made from it: a change here would send every repeated message again under a new id.
    [Theory]
    [InlineData("", 9_015_568_677_371_838_376)]
    [InlineData("{\"t\":1}", 11_986_881_090_708_305_301)]
    [InlineData("0123456789abcdef", 17_977_953_914_846_561_480)]
    [InlineData("0123456789abcdef0", 9_888_840_625_965_415_424)]
    public void It_never_changes(string text, ulong expected) => Assert.Equal(expected, ContentHash.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Each_bit_of_the_input_moves_about_half_of_the_hash()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        var moved = 0L;
        var flips = 0;
        for (var length = 1; length <= 64; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var before = ContentHash.Of(bytes);
            for (var bit = 0; bit < length * 8; bit++, flips++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var distance = BitOperations.PopCount(before ^ ContentHash.Of(bytes));
                Assert.True(distance > 8, $"seed {seed}: {distance} bits at length {length}, bit {bit}");
                moved += distance;
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.InRange(moved / (double)flips, 31, 33);
    }

    [Fact]
    public void Zeros_of_different_number_hash_differently() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(n => ContentHash.Of(new byte[n])).Distinct().Count());
}
