using EdgeRelay.Rules.Drivers;

namespace EdgeRelay.Rules.Tests.Drivers;

public sealed class DriverTagTests
{
    [Theory]
    [InlineData("021CB801000000A2")]
    [InlineData("01A3F2C418000045")]
    public void A_valid_button_stays_and_its_reverse_is_turned(string tag)
    {
        var reversed = string.Concat(Enumerable.Range(0, 8).Select(i => tag.Substring(14 - (2 * i), 2)));

        Assert.Equal(tag, DriverTag.Normalize(tag));
        Assert.Equal(tag, DriverTag.Normalize(reversed));
        Assert.Equal(tag, DriverTag.Normalize(string.Join(':', tag.ToLowerInvariant().Chunk(2).Select(c => new string(c)))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000")]
    [InlineData("00-00")]
    [InlineData("disconnected")]
    [InlineData("DISCONNECTED")]
    public void Nothing_in_the_reader_is_no_tag(string? tag) => Assert.Null(DriverTag.Normalize(tag));

    [Fact]
    public void A_tag_of_another_kind_only_loses_its_separators() => Assert.Equal("AB12", DriverTag.Normalize("ab-12"));
}
