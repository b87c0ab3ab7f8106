using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Testing;
using FsCheck.Fluent;

namespace EdgeRelay.Gateway.Tests.Decoding;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-11-22T09:30:15Z", "2026-11-22T09:30:15.000Z")]
    [InlineData("2026-11-22t09:30:15z", "2026-11-22T09:30:15.000Z")]
    [InlineData("2026-11-22 09:30:15.25Z", "2026-11-22T09:30:15.250Z")]
    [InlineData("2026-11-22T09:30:15.2509999999999999999Z", "2026-11-22T09:30:15.250Z")]
    [InlineData("2026-11-22T00:30:15+05:45", "2026-11-21T18:45:15.000Z")]
    [InlineData("2026-11-22T23:30:15-07:00", "2026-11-23T06:30:15.000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z")]
    [InlineData("2024-02-29T12:00:00-00:00", "2024-02-29T12:00:00.000Z")]
    [InlineData("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z")]
    public void Times_are_read_to_the_millisecond(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(expected, instant.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-22")]
    [InlineData("2026-11-22T09:30:15")]
    [InlineData("2026-11-22T09:30Z")]
    [InlineData("2026-11-22T09:30:15.Z")]
    [InlineData("2026-11-22T09:30:15.5")]
    [InlineData("2026-11-22T09:30:15+0100")]
    [InlineData("2026-11-22T09:30:15+24:00")]
    [InlineData("2026-11-22T09:30:15 Z")]
    [InlineData("2026-02-29T09:30:15Z")]
    [InlineData("2026-13-01T09:30:15Z")]
    [InlineData("2026-00-01T09:30:15Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T09:60:00Z")]
    [InlineData("2026-11-22T09:30:61Z")]
    [InlineData("0000-11-22T09:30:15Z")]
    [InlineData("2O26-11-22T09:30:15Z")]
    [InlineData("202/-11-22T09:30:15Z")]
    [InlineData("2026-11-22T09:3x:15Z")]
    [InlineData("+026-11-22T09:30:15Z")]
    public void What_is_no_time_is_refused(string text) => Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void It_agrees_with_the_calendar_of_the_framework() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<DateTimeOffset>(),
            time =>
            {
                var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
                return Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant)
                    && instant.UnixMilliseconds == DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            }).MustHold();
}
