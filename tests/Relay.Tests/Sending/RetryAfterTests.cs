using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0.2", 1)]
    [InlineData("1.5", 2)]
    [InlineData("Mon, 05 Jan 2026 08:10:00 GMT", 600)]
    [InlineData("Mon, 05 Jan 2026 07:00:00 GMT", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("NaN", null)]
    [InlineData("1e999", null)]
    public void Seconds_and_dates_are_read_and_the_rest_is_ignored(string? text, int? seconds) =>
        Assert.Equal(seconds, (int?)RetryAfter.Parse(text, Now)?.TotalSeconds);
}
