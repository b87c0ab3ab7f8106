using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class FormBodyTests
{
    public const string Json =
        """{"head":{"account_id":123456,"type":"idle","retry_count":0},"data":{"label":"Truck 203 & co","latitude":33.659575,"late":false,"address":null}}""";

    public const string Form =
        "head%5Baccount_id%5D=123456&head%5Btype%5D=idle&head%5Bretry_count%5D=0&data%5Blabel%5D=Truck+203+%26+co&data%5Blatitude%5D=33.659575&data%5Blate%5D=false";

    [Fact]
    public void The_documented_example_comes_out() => Assert.Equal(Form, Brackets(Json));

    [Theory]
    [InlineData("""{"a":{},"b":[],"c":null}""", "")]
    [InlineData("""{"a":[1,[2,3],{"x":4}],"b":5}""", "a[0]=1&a[1][0]=2&a[1][1]=3&a[2][x]=4&b=5")]
    [InlineData("""{"a":[null,{"x":null},7]}""", "a[2]=7")]
    [InlineData("""{"data":{"parts":[{"part":"horn","defects":[]},{"part":"tires","defects":[{"title":"worn"}]}]},"z":1}""",
        "data[parts][0][part]=horn&data[parts][1][part]=tires&data[parts][1][defects][0][title]=worn&z=1")]
    [InlineData("""{"data":{"inputs":{"Seatbelt":"Buckled"},"after":true}}""", "data[inputs][Seatbelt]=Buckled&data[after]=true")]
    public void Each_value_stands_under_its_path(string json, string expected) =>
        Assert.Equal(expected, Brackets(json).Replace("%5B", "[", StringComparison.Ordinal).Replace("%5D", "]", StringComparison.Ordinal));

    [Theory]
    [InlineData("33.659575")]
    [InlineData("-111.9248385")]
    [InlineData("0.1")]
    [InlineData("1e-7")]
    [InlineData("56844.6")]
    public void Decimals_survive_as_they_are_written(string number) => Assert.Equal("x=" + number, Brackets($$"""{"x":{{number}}}"""));

    [Fact]
    public void Keys_and_values_are_encoded_as_the_platform_does_it()
    {
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get).Where(IsText);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var json = JsonSerializer.Serialize(new Dictionary<string, string> { ["k" + text] = text });
            using var platform = new FormUrlEncodedContent([KeyValuePair.Create("k" + text, text)]);
            return Brackets(json) == platform.ReadAsStringAsync().GetAwaiter().GetResult();
        }).MustHold();
    }

    [Fact]
    public void More_than_a_thousand_fields_are_refused()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 1_001).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"f{i}\":1"))) + "}";

        Assert.False(FormBody.TryWriteBrackets(new ArrayBufferWriter<byte>(), Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void The_payload_style_holds_the_json_in_one_field()
    {
        var body = new ArrayBufferWriter<byte>();

        FormBody.WritePayload(body, """{"a":"b c"}"""u8);

        Assert.Equal("payload=%7B%22a%22%3A%22b+c%22%7D", Encoding.UTF8.GetString(body.WrittenSpan));
    }

    private static bool IsText(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static string Brackets(string json)
    {
        var body = new ArrayBufferWriter<byte>();
        Assert.True(FormBody.TryWriteBrackets(body, Encoding.UTF8.GetBytes(json)));
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
