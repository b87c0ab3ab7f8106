using System.Buffers;
using System.Text;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Journal;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Telemetry that was refused is given to the rules after all.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class DeadLetterRetryTests(GatewayFixture gateway)
{
    private readonly string _vehicle = "again-" + Guid.NewGuid().ToString("N");
    private static readonly long NowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private string Topic => $"edgerelay/v1/1/{_vehicle}/telemetry";

    [Fact]
    public async Task What_came_before_its_vehicle_was_registered_is_applied_and_marked()
    {
        var letter = await Refuse("unknown_vehicle", Sample(61));
        var early = await Retry(letter);
        await Register();

        var done = await Retry(letter);

        Assert.Equal((422, "still_refused"), (early.Status, early.Code));
        Assert.Contains("unknown_vehicle: the account has no vehicle", early.Text, StringComparison.Ordinal);
        Assert.Equal((200, 1, 0), (done.Status, done["applied"].GetInt32(), done["refused"].GetInt32()));
        Assert.Equal(61, await SpeedNow());
        var shown = Assert.Single((await Letters()).EnumerateArray());
        Assert.Equal(done["retried_at"].GetDateTimeOffset(), shown.GetProperty("retried_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_second_retry_does_nothing_and_says_when_the_first_was()
    {
        await Register();
        var letter = await Refuse("unknown_vehicle", Sample(62));
        var first = await Retry(letter);

        var second = await Retry(letter);

        Assert.Equal((200, 0), (second.Status, second["applied"].GetInt32()));
        Assert.Equal(first["retried_at"].GetDateTimeOffset(), second["retried_at"].GetDateTimeOffset());
    }

    [Fact]
    public async Task Two_retries_at_once_apply_it_once()
    {
        await Register();
        var letter = await Refuse("unknown_vehicle", Sample(63));

        var both = await Task.WhenAll(Retry(letter), Retry(letter));

        Assert.All(both, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(63, await SpeedNow());
    }

    [Theory]
    [InlineData("bad_json", "not json", "bad_json: $")]
    [InlineData("bad_field", """{"t":NOW,"speed_mph":"fast"}""", "bad_field: $.speed_mph")]
    [InlineData("bad_time", """{"speed_mph":64}""", "bad_time: $.t")]
    [InlineData("future_time", """{"t":"2090-01-01T00:00:00Z","speed_mph":64}""", "future_time: $.t")]
    public async Task What_cannot_be_read_now_either_stays_as_it_is_and_says_why(string reason, string payload, string detail)
    {
        await Register(""","on_bad_time":"use_received" """);
        var letter = await Refuse(reason, payload.Replace("NOW", Text(NowMs), StringComparison.Ordinal));

        var answer = await Retry(letter);

        Assert.Equal((422, "still_refused"), (answer.Status, answer.Code));
        Assert.Contains(detail, answer.Text, StringComparison.Ordinal);
        Assert.True(Assert.Single((await Letters()).EnumerateArray()).GetProperty("retried_at").ValueKind == System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_time_that_lay_in_the_future_is_good_once_it_has_come_and_marks_the_letters_of_its_message()
    {
        await Register();
        var whole = $"[{Sample(65)},{Sample(66, NowMs + 1)},{{\"t\":\"no time\"}}]";
        var first = await Refuse("future_time", whole);
        var second = await Refuse("future_time", "");
        await Refuse("bad_time", """{"t":"no time"}""");

        var empty = await Retry(second);
        var done = await Retry(first);

        Assert.Equal((409, "conflict"), (empty.Status, empty.Code));
        Assert.Equal((200, 2, 0), (done.Status, done["applied"].GetInt32(), done["refused"].GetInt32()));
        Assert.Equal(66, await SpeedNow());
        Assert.Equal(
            [false, true, true],
            (await Letters()).EnumerateArray().Select(l => l.GetProperty("retried_at").ValueKind == System.Text.Json.JsonValueKind.String));
    }

    [Fact]
    public async Task Of_a_whole_message_what_is_bad_becomes_a_letter_of_its_own()
    {
        await Register();
        var letter = await Refuse("unknown_vehicle", $"[{Sample(67)},{{\"speed_mph\":1}}]");

        var done = await Retry(letter);

        Assert.Equal((1, 1), (done["applied"].GetInt32(), done["refused"].GetInt32()));
        Assert.Equal(["bad_time", "unknown_vehicle"], (await Letters()).EnumerateArray().Select(l => l.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task What_failed_in_the_rules_is_kept_as_they_had_it_and_can_be_given_again()
    {
        await Register();
        var received = new Instant(NowMs);
        var bytes = new ArrayBufferWriter<byte>();
        InputCodec.Write(bytes, new Sample { Time = received, Received = received, GpsSpeed = Speed.FromMph(68) }, received);
        var letter = await Refuse("uncommittable", bytes.WrittenSpan.ToArray(), topic: "");
        var damaged = await Refuse("uncommittable", [9, 9, 9], topic: "");

        var done = await Retry(letter);
        var broken = await Retry(damaged);

        Assert.Equal((200, 1), (done.Status, done["applied"].GetInt32()));
        Assert.Equal(68, await SpeedNow());
        Assert.Equal((422, "still_refused"), (broken.Status, broken.Code));
    }

    [Fact]
    public async Task Another_account_and_no_key_cannot_retry_it()
    {
        await Register();
        var letter = await Refuse("unknown_vehicle", Sample(69));

        Assert.Equal(404, (await gateway.Stranger.Post($"/v1/dead-letters/{letter}/retry")).Status);
        Assert.Equal(401, (await gateway.Nobody.Post($"/v1/dead-letters/{letter}/retry")).Status);
        Assert.Equal(404, (await gateway.Api.Post("/v1/dead-letters/999999999/retry")).Status);
    }

    private static string Sample(int mph, long? atMs = null) => $$"""{"t":{{Text(atMs ?? NowMs)}},"lat":33.4,"lon":-111.6,"speed_mph":{{mph}}}""";

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Task<ApiAnswer> Retry(long letter) => gateway.Api.Post($"/v1/dead-letters/{letter}/retry");

    private async Task<double> SpeedNow() => (await gateway.Api.Get($"/v1/vehicles/{_vehicle}/state"))["speed_mph"].GetDouble();

    private async Task<System.Text.Json.JsonElement> Letters() => (await gateway.Api.Get($"/v1/dead-letters?vehicle={_vehicle}"))["data"];

    private async Task Register(string more = "") =>
        Assert.Equal(201, (await gateway.Api.Post("/v1/vehicles", $$"""{"id":"{{_vehicle}}"{{more}}}""")).Status);

    private Task<long> Refuse(string reason, string payload) => Refuse(reason, Encoding.UTF8.GetBytes(payload), Topic);

    private async Task<long> Refuse(string reason, byte[] payload, string topic)
    {
        var row = new DeadLetterRow { AccountId = 1, VehicleId = _vehicle, ReceivedMs = NowMs, Reason = reason, Topic = topic, Payload = payload };
        await gateway.Host.Services.GetRequiredService<ConfigurationWriter>().Write(core => { core.DeadLetters.Add(row); });
        return row.Id;
    }
}
