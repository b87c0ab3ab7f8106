using System.Text;
using System.Text.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Tests.Publishing;

public sealed class TriggerParserTests
{
    public static TheoryData<string> Types => [.. EventTypes.All.Select(t => t.Key)];

    [Theory]
    [InlineData("""{"type":"speed","mph":70}""", "speed:mph=70")]
    [InlineData("""{"type":"posted_speed","over_mph":10}""", "posted_speed:over_mph=10")]
    [InlineData("""{"type":"idle","min_s":300}""", "idle:min_s=300")]
    [InlineData("""{"type":"idle"}""", "idle")]
    [InlineData("""{"type":"temperature","mode":"band","low_c":-22,"high_c":-15}""", "temperature:high_c=-15;low_c=-22;mode=band")]
    [InlineData("""{"type":"speed","mode":"episode"}""", "speed:mode=episode;mph=75")]
    [InlineData("""{"type":"temperature","probes":["b","a","b"]}""", "temperature:probes=a,b")]
    [InlineData("""{"type":"dvir","statuses":["unsafe"],"on_update":false}""", "dvir:on_update=false;statuses=unsafe")]
    [InlineData("""{"type":"heartbeat","on_connect":true}""", "heartbeat:on_connect=true")]
    public void A_trigger_becomes_its_detection(string json, string canonical) => Assert.Equal(canonical, Parsed(json).Detection.Canonical);

    [Theory]
    [InlineData("posted")]
    [InlineData("Posted-Speed")]
    [InlineData("POSTED.SPEED")]
    [InlineData(" posted speed ")]
    public void Type_names_are_taken_as_people_write_them(string type) =>
        Assert.Equal("posted_speed", Parsed($$"""{"type":"{{type}}"}""").Detection.Type);

    [Fact]
    public void A_filter_is_read_with_its_detection()
    {
        var filter = Parsed(
            """{"type":"idle","vehicles":["a","b"],"landmarks":[12],"outside":[3],"cool_down_s":60,"send_end":true}""").Filter;

        Assert.Equal(["a", "b"], filter.Vehicles.Ids.Order());
        Assert.Equal([12L], filter.Inside);
        Assert.Equal([3L], filter.Outside);
        Assert.Equal((60, true), (filter.CoolDownSeconds, filter.SendEnd));
    }

    [Theory, MemberData(nameof(Types))]
    public void The_table_has_the_defaults_of_the_detections(string key)
    {
        var type = EventTypes.Find(key);

        Assert.Equal(key, type.Default.Type);
        Assert.Equal((Detection)Activator.CreateInstance(type.Default.GetType())!, type.Default);
        Assert.All(type.Parameters, p => Assert.Equal(p.Default, p.Read(type.Default)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_parameter_at_its_ends_is_read_and_written_back(string key)
    {
        foreach (var parameter in EventTypes.Find(key).Parameters)
        {
            foreach (var value in Extremes(parameter))
            {
                var other = (key, parameter.Name) switch
                {
                    ("temperature", "mode") => ",\"low_c\":0",
                    ("temperature", "repeat_s") => ",\"mode\":\"band\",\"low_c\":0",
                    ("speed" or "posted_speed", "repeat_s") => ",\"mode\":\"episode\"",
                    _ => "",
                };
                var trigger = Parsed($$"""{"type":"{{key}}","{{parameter.Name}}":{{value}}{{other}}}""");

                var again = Parsed(Written(trigger));

                Assert.Equal(value, JsonSerializer.Serialize(Plain(parameter.Read(trigger.Detection))));
                Assert.Equal(trigger.Detection.Canonical, again.Detection.Canonical);
            }
        }
    }

    [Fact]
    public void Groups_of_landmarks_and_hours_are_written_as_they_were_read()
    {
        const string Trigger =
            """{"type":"idle","landmark_groups":["Depots","Docks"],"outside_groups":["Homes"],"schedule":{"zone":"Asia/Tokyo","windows":[{"days":["sat"],"from":"22:00","to":"06:00"}]}}""";

        Assert.Equal(Trigger, Written(Parsed(Trigger)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_number_beyond_its_ends_is_refused(string key)
    {
        foreach (var parameter in EventTypes.Find(key).Parameters.Where(p => p.Unit is not null))
        {
            foreach (var value in new[] { parameter.Minimum - 0.01, parameter.Maximum + 0.01 })
            {
                var fault = Fault($$"""{"type":"{{key}}","{{parameter.Name}}":{{JsonSerializer.Serialize(value)}}}""");

                Assert.Equal(("/triggers/0/" + parameter.Name, "parameter_out_of_range"), (fault.Pointer, fault.Code.WireName()));
            }
        }
    }

    [Theory]
    [InlineData("{}", "", "invalid_request", null)]
    [InlineData("""{"mph":3}""", "/type", "invalid_request", null)]
    [InlineData("""{"type":7}""", "/type", "invalid_request", null)]
    [InlineData("""{"type":"landmark_entr"}""", "/type", "unknown_event", "landmark_enter")]
    [InlineData("""{"type":"fuel_theft"}""", "/type", "unknown_event", null)]
    [InlineData("""{"type":"idle","min_sec":300}""", "/min_sec", "unknown_field", "min_s")]
    [InlineData("""{"type":"idle","landmark":[1]}""", "/landmark", "unknown_field", "landmarks")]
    [InlineData("""{"type":"idle","a/b~c":1}""", "/a~1b~0c", "unknown_field", null)]
    [InlineData("""{"type":"idle","min_s":29}""", "/min_s", "parameter_out_of_range", null)]
    [InlineData("""{"type":"idle","min_s":14401}""", "/min_s", "parameter_out_of_range", null)]
    [InlineData("""{"type":"idle","min_s":1e999}""", "/min_s", "parameter_out_of_range", null)]
    [InlineData("""{"type":"idle","min_s":"300"}""", "/min_s", "invalid_request", null)]
    [InlineData("""{"type":"idle","min_s":null}""", "/min_s", "invalid_request", null)]
    [InlineData("""{"type":"idle","min_s":60,"min_s":90}""", "/min_s", "invalid_request", null)]
    [InlineData("""{"type":"speed","min_fixes":1.5}""", "/min_fixes", "invalid_request", null)]
    [InlineData("""{"type":"speed","mode":"epsode"}""", "/mode", "parameter_out_of_range", "episode")]
    [InlineData("""{"type":"temperature","mode":"band"}""", "/mode", "invalid_request", null)]
    [InlineData("""{"type":"temperature","low_c":5,"high_c":5}""", "/low_c", "invalid_request", null)]
    [InlineData("""{"type":"temperature","probes":[""]}""", "/probes", "parameter_out_of_range", null)]
    [InlineData("""{"type":"temperature","probes":["a,b"]}""", "/probes", "parameter_out_of_range", null)]
    [InlineData("""{"type":"temperature","probes":"a"}""", "/probes", "invalid_request", null)]
    [InlineData("""{"type":"temperature","probes":[1]}""", "/probes", "invalid_request", null)]
    [InlineData("""{"type":"dvir","statuses":["unsave"]}""", "/statuses", "parameter_out_of_range", "unsafe")]
    [InlineData("""{"type":"speed","repeat_s":60}""", "/repeat_s", "invalid_request", null)]
    [InlineData("""{"type":"temperature","repeat_s":60}""", "/repeat_s", "invalid_request", null)]
    [InlineData("""{"type":"idle","schedule":7}""", "/schedule", "invalid_request", null)]
    [InlineData("""{"type":"idle","schedule":{"zone":"Mars/Olympus","windows":[{"days":["mon"],"from":"08:00","to":"18:00"}]}}""", "/schedule/zone", "invalid_request", null)]
    [InlineData("""{"type":"idle","landmark_groups":[7]}""", "/landmark_groups/0", "invalid_request", null)]
    [InlineData("""{"type":"idle","outside_groups":"a"}""", "/outside_groups", "invalid_request", null)]
    [InlineData("""{"type":"idle","groups":["north"]}""", "/groups/0", "invalid_request", null)]
    [InlineData("""{"type":"idle","groups":7}""", "/groups", "invalid_request", null)]
    [InlineData("""{"type":"idle","group":[7]}""", "/group", "unknown_field", "groups")]
    [InlineData("""{"type":"idle","vehicles":"a"}""", "/vehicles", "invalid_request", null)]
    [InlineData("""{"type":"idle","vehicles":["a",1]}""", "/vehicles/1", "invalid_request", null)]
    [InlineData("""{"type":"idle","landmarks":[0]}""", "/landmarks/0", "invalid_request", null)]
    [InlineData("""{"type":"idle","cool_down_s":-1}""", "/cool_down_s", "parameter_out_of_range", null)]
    [InlineData("""{"type":"idle","send_end":"yes"}""", "/send_end", "invalid_request", null)]
    [InlineData("""{"type":"\ud800"}""", "/type", "invalid_request", null)]
    public void A_wrong_trigger_says_where_what_and_what_was_meant(string json, string pointer, string code, string? nearest)
    {
        var fault = Fault(json);

        var expected = "/triggers/0" + (json == "{}" ? "/type" : pointer);
        Assert.Equal((expected, code, nearest), (fault.Pointer, fault.Code.WireName(), fault.Nearest));
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        var faults = new List<TriggerFault>();

        var triggers = ParseAll("""[{"type":"spede"},{"type":"idle","min_s":1,"mph":3},{"type":"dvir"}]""", faults);

        Assert.Equal(["/triggers/0/type", "/triggers/1/min_s", "/triggers/1/mph"], faults.Select(f => f.Pointer));
        Assert.Equal("dvir", Assert.Single(triggers).Detection.Type);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    public void A_webhook_needs_a_list_of_triggers(string json)
    {
        var faults = new List<TriggerFault>();

        Assert.Empty(ParseAll(json, faults));
        Assert.Equal(("/triggers", TriggerFaultCode.InvalidRequest), (Assert.Single(faults).Pointer, faults[0].Code));
    }

    [Theory]
    [InlineData("""{"type":"speed","mph":75}""")]
    [InlineData("""{"type":"idle"}""")]
    [InlineData("""{"type":"idle","min_s":300,"vehicles":["a","b"],"landmarks":[12],"outside":[3,4],"cool_down_s":60,"send_end":true}""")]
    [InlineData("""{"type":"heartbeat","derive":"off","missed_after_s":90000}""")]
    public void What_is_written_is_what_was_read(string json) => Assert.Equal(json, Written(Parsed(json)));

    [Fact]
    public void There_are_fourteen_types_each_described()
    {
        Assert.Equal(14, EventTypes.All.Count);
        Assert.All(EventTypes.All, t => Assert.EndsWith(".", t.Description));
        Assert.All(EventTypes.All.SelectMany(t => t.Parameters), p => Assert.EndsWith(".", p.Description));
        Assert.Equal(
            ["movement", "speed", "engine", "landmarks", "cargo", "driver"], EventTypes.All.Select(t => t.Group).Distinct());
    }

    private static IEnumerable<string> Extremes(EventParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Number or ParameterKind.Integer =>
            [JsonSerializer.Serialize(parameter.Minimum), JsonSerializer.Serialize(parameter.Maximum)],
        ParameterKind.Flag => ["true", "false"],
        ParameterKind.Choice => parameter.Choices.Select(c => JsonSerializer.Serialize(c)),
        _ => ["[]", $"[\"{parameter.Choices.DefaultIfEmpty("cargo-1").First()}\"]"],
    };

    private static object? Plain(object? value) => value is NameList names ? names.Names : value;

    private static Trigger Parsed(string json)
    {
        var faults = new List<TriggerFault>();
        var triggers = ParseAll("[" + json + "]", faults);
        Assert.Empty(faults);
        return Assert.Single(triggers);
    }

    private static TriggerFault Fault(string json)
    {
        var faults = new List<TriggerFault>();
        Assert.Empty(ParseAll("[" + json + "]", faults));
        return Assert.Single(faults);
    }

    private static IReadOnlyList<Trigger> ParseAll(string json, List<TriggerFault> faults)
    {
        using var document = JsonDocument.Parse(json);
        return TriggerParser.ParseAll(document.RootElement, "/triggers", faults);
    }

    private static string Written(Trigger trigger)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            TriggerWriter.Write(writer, trigger);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
