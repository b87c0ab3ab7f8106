using System.Text;
using System.Text.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Publishing;

public sealed class EventPayloadTests
{
    private static readonly Instant Start = SampleEvents.ExampleTime;

    public static TheoryData<string> Types => [.. EventTypes.All.Select(t => t.Key)];

    [Theory, MemberData(nameof(Types))]
    public void Each_type_has_its_golden_file(string type)
    {
        var rendered = EventPayload.Render(SampleEvents.For(type), SampleEvents.Context, isTest: true);

        Golden.Match(Encoding.UTF8.GetString(rendered) + "\n", type + ".json");
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_type_names_each_field_once_and_begins_with_the_common_ones(string type)
    {
        var names = Fields(SampleEvents.For(type)).Select(f => f.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(["event_id", "kind", "occurred_at", "confirmed_at", "received_at", "late", "id"], names.Take(7));
        Assert.Equal("inputs", names[31]);
    }

    [Theory]
    [InlineData("speed", "78 mph ≥ 75 mph")]
    [InlineData("posted_speed", "10 mph over 45 mph (map) ≥ 10 mph")]
    [InlineData("landmark_enter", "inside the border")]
    [InlineData("ignition_on", "the ignition turned on (attribute)")]
    public void An_event_says_in_words_why_it_was_told(string type, string because) =>
        Assert.Equal(because, Rendered(SampleEvents.For(type)).GetProperty("because").GetString());

    [Fact]
    public void Test_stands_in_test_messages_only()
    {
        Assert.DoesNotContain(Fields(SampleEvents.For("idle")), f => f.Name == "test");
        Assert.True(Rendered(SampleEvents.For("idle"), isTest: true).GetProperty("test").GetBoolean());
    }

    [Fact]
    public void The_end_of_a_speed_episode_says_what_it_amounted_to()
    {
        var ended = SampleEvents.For("speed") with
        {
            Kind = EventKind.End,
            Detail = new EventDetail.OverSpeed(
                70, new Interval("int_7c1e", Start, Start.PlusSeconds(90.5), "below"), new SpeedSummary(81.26, 74, 3_218.688)),
        };

        Golden.Match(Text(ended) + "\n", "speed-end.json");
    }

    [Fact]
    public void The_end_of_idling_has_its_start_and_end()
    {
        var ended = SampleEvents.For("idle") with
        {
            Kind = EventKind.End,
            Detail = new EventDetail.Idling(120, new Interval("int_8", Start, Start.PlusSeconds(600), "moved"), 600, 51, null),
        };

        Golden.Match(Text(ended) + "\n", "idle-end.json");
    }

    [Fact]
    public void A_vehicle_of_which_nothing_is_known_gives_nulls_and_the_same_shape()
    {
        var bare = SampleEvents.For("location") with { Vehicle = new VehicleSnapshot { Key = new VehicleKey(1, "v") } };

        var rendered = EventPayload.Render(bare, new EventPayloadContext());

        Golden.Match(Encoding.UTF8.GetString(rendered) + "\n", "location-unknown.json");
    }

    [Theory]
    [InlineData("Lkw \"Süd\" 7\\8")]
    [InlineData("トラック 🚚")]
    [InlineData("line\nbreak\ttab\0nul\u001f\u007f\u2028")]
    [InlineData("</script>&amp;'")]
    [InlineData("")]
    public void Any_label_comes_out_as_it_went_in(string label)
    {
        var context = SampleEvents.Context with { Vehicle = new VehicleProfile { Label = label } };

        using var document = JsonDocument.Parse(EventPayload.Render(SampleEvents.For("idle"), context));

        Assert.Equal(label, document.RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public void Half_a_character_in_a_label_becomes_the_replacement_character()
    {
        var context = SampleEvents.Context with { Vehicle = new VehicleProfile { Label = "a\ud83d" } };

        using var document = JsonDocument.Parse(EventPayload.Render(SampleEvents.For("idle"), context));

        Assert.Equal("a\ufffd", document.RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public void Numbers_are_rounded_shortest_and_never_infinite()
    {
        var found = SampleEvents.For("location");
        found = found with
        {
            Vehicle = found.Vehicle with
            {
                Position = new Position(1.00000004, -0.00000001),
                Speed = Speed.FromKmh(43.2),
                OdometerMeters = double.PositiveInfinity,
                HeadingDegrees = 359.6,
                AverageSpeedMph = double.NaN,
                SupplyVolts = 1e-9,
            },
        };

        var data = Rendered(found);

        Assert.Equal("1", data.GetProperty("latitude").GetRawText());
        Assert.Equal("0", data.GetProperty("longitude").GetRawText());
        Assert.Equal("26.8", data.GetProperty("inst_speed").GetRawText());
        Assert.Equal("null", data.GetProperty("odometer").GetRawText());
        Assert.Equal("0", data.GetProperty("heading").GetRawText());
        Assert.Equal("null", data.GetProperty("avg_speed").GetRawText());
        Assert.Equal("0", data.GetProperty("voltage").GetRawText());
    }

    [Theory]
    [InlineData("America/Phoenix", "2015-12-15T13:20:18-07:00")]
    [InlineData("Asia/Kathmandu", "2015-12-16T02:05:18+05:45")]
    [InlineData("Europe/Berlin", "2015-12-15T21:20:18+01:00")]
    [InlineData("No/Such_Zone", "2015-12-15T20:20:18+00:00")]
    [InlineData(null, "2015-12-15T20:20:18+00:00")]
    public void The_fix_time_is_local_to_the_vehicle(string? zone, string expected)
    {
        var context = SampleEvents.Context with { Vehicle = VehicleProfile.Create("x", null, zone) };

        using var document = JsonDocument.Parse(EventPayload.Render(SampleEvents.For("idle"), context));

        Assert.Equal(expected, document.RootElement.GetProperty("fix_time").GetString());
        Assert.Equal("2015-12-15T20:20:18Z", document.RootElement.GetProperty("fix_time_gmt").GetString());
    }

    [Fact]
    public void A_summer_fix_has_the_summer_offset_and_its_milliseconds()
    {
        var found = SampleEvents.For("idle");
        found = found with { Vehicle = found.Vehicle with { FixTime = new Instant(1_436_961_600_250) } };
        var context = SampleEvents.Context with { Vehicle = VehicleProfile.Create(null, null, "Europe/Berlin") };

        using var document = JsonDocument.Parse(EventPayload.Render(found, context));

        Assert.Equal("2015-07-15T14:00:00.250+02:00", document.RootElement.GetProperty("fix_time").GetString());
    }

    [Fact]
    public void The_landmark_crossed_takes_the_place_of_the_one_the_vehicle_is_in()
    {
        var found = SampleEvents.For("landmark_leave");
        found = found with { Vehicle = found.Vehicle with { LandmarkIds = [5, 6] } };

        var data = Rendered(found);

        Assert.Equal(("963560", "Yard"), (data.GetProperty("landmark_id").GetString(), data.GetProperty("landmark").GetString()));
        Assert.Equal("""["5","6"]""", data.GetProperty("landmark_ids").GetRawText());
    }

    [Fact]
    public void Landmarks_and_drivers_that_are_gone_keep_their_ids()
    {
        using var document = JsonDocument.Parse(EventPayload.Render(SampleEvents.For("idle"), new EventPayloadContext()));
        var data = document.RootElement;

        Assert.Equal(("963560", null), (data.GetProperty("landmark_id").GetString(), data.GetProperty("landmark").GetString()));
        Assert.Equal(("4551485", null), (data.GetProperty("driver_id").GetString(), data.GetProperty("last_name").GetString()));
    }

    [Theory]
    [InlineData(LandmarkKind.Polygon, "polygon")]
    [InlineData(LandmarkKind.MultiPolygon, "multipolygon")]
    [InlineData(LandmarkKind.Circle, "circle")]
    [InlineData(LandmarkKind.Corridor, "corridor")]
    public void Kinds_of_landmarks_have_names(LandmarkKind kind, string name) =>
        Assert.Equal(name, new LandmarkName("x", null, kind).KindName);

    [Fact]
    public void A_sample_event_carries_the_threshold_that_the_webhook_set() =>
        Assert.Equal(55, Rendered(SampleEvents.For(
            new Detection.Speed { Mph = 55 }, 1, new EventId(1, 2), Start)).GetProperty("threshold").GetDouble());

    private static JsonElement Rendered(RuleEvent found, bool isTest = false)
    {
        using var document = JsonDocument.Parse(EventPayload.Render(found, SampleEvents.Context, isTest));
        return document.RootElement.Clone();
    }

    private static List<JsonProperty> Fields(RuleEvent found) => [.. Rendered(found).EnumerateObject()];

    private static string Text(RuleEvent found) => Encoding.UTF8.GetString(EventPayload.Render(found, SampleEvents.Context));
}
