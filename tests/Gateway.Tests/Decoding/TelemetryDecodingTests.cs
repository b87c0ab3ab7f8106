using System.Buffers;
using System.Text;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Decoding.EdgeRelayV1;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Decoding;

public sealed class TelemetryDecodingTests
{
    private const string Documented =
        """
        {"t":"2026-11-22T09:30:15.250Z","seq":8812,"lat":37.78812,"lon":-122.40751,"speed_kmh":43.2,"heading_deg":271,"acc_m":4,"sats":12,
         "ignition":true,"odo_km":18233.4,"temps_c":{"cargo-1":-18.4,"cargo-2":null},"driver_tag":"01A3F2C418000045"}
        """;

    [Fact]
    public void The_documented_element_is_read_field_for_field()
    {
        var sample = Given.Sample(Documented);

        Assert.Equal("2026-11-22T09:30:15.250Z", sample.Time.ToString());
        Assert.Equal(Given.Received, sample.Received);
        Assert.Equal(8812, sample.Sequence);
        Assert.Equal(new Position(37.78812, -122.40751), sample.Position);
        Assert.Equal(Speed.FromKmh(43.2), sample.GpsSpeed);
        Assert.Equal(271, sample.HeadingDegrees);
        Assert.Equal(4, sample.AccuracyMeters);
        Assert.Equal(12, sample.Satellites);
        Assert.True(sample.Ignition);
        Assert.Equal(18_233_400, sample.OdometerMeters!.Value, 3);
        Assert.Equal([new ProbeReading("cargo-1", -18.4), new ProbeReading("cargo-2", null)], sample.Temperatures);
        Assert.Equal("01A3F2C418000045", sample.DriverTag);
        Assert.True(sample.FixValid);
        Assert.True(sample.Extras.IsEmpty);
    }

    [Fact]
    public void The_remaining_fields_are_read_too()
    {
        var sample = Given.Sample(
            """
            {"t":1,"ecu_speed_mps":3.5,"limit_mph":30,"alt_m":-4.5,"hdop":0.9,"fix":false,"moving":false,"pto":true,"odo_mi":1,"rpm":812.5,
             "fuel_pct":55,"volts":13.2,"engine_h":1204.25,"vin":"5FNRL38487B803001","reason":"timer","buffered":true,"dtcs":["P0420","U0100"]}
            """);

        Assert.Equal(Speed.FromMetersPerSecond(3.5), sample.EcuSpeed);
        Assert.Equal(Speed.FromMph(30), sample.PostedLimit);
        Assert.Equal((-4.5, 0.9, 812.5), (sample.AltitudeMeters, sample.Hdop, sample.Rpm));
        Assert.Equal((55, 13.2, 1204.25), (sample.FuelPercent, sample.SupplyVolts, sample.EngineHours));
        Assert.Equal(1609.344, sample.OdometerMeters);
        Assert.Equal((false, false, true), (sample.FixValid, sample.Moving, sample.Pto));
        Assert.Equal(("5FNRL38487B803001", "timer", true), (sample.Vin, sample.Reason, sample.Buffered));
        Assert.Equal(["P0420", "U0100"], sample.DiagnosticCodes);
    }

    [Fact]
    public void Absent_and_null_are_unknown_not_zero()
    {
        var sample = Given.Sample("""{"t":1,"ignition":null,"lat":null,"lon":null,"speed_kmh":null,"speed_mph":7,"vin":null}""");

        Assert.Null(sample.Ignition);
        Assert.Null(sample.Position);
        Assert.Null(sample.Vin);
        Assert.Null(sample.OdometerMeters);
        Assert.Equal(Speed.FromMph(7), sample.GpsSpeed);
        Assert.Empty(sample.Temperatures);
    }

    [Theory]
    [InlineData("1795339815", 1_795_339_815_000)]
    [InlineData("1795339815.25", 1_795_339_815_250)]
    [InlineData("1795339875250", 1_795_339_875_250)]
    [InlineData("1.795339815e9", 1_795_339_815_000)]
    [InlineData("99999999999", 99_999_999_999_000)]
    [InlineData("100000000000", 100_000_000_000)]
    [InlineData("-1", -1_000)]
    public void A_number_is_seconds_below_1e11_and_milliseconds_from_there(string number, long expected) =>
        Assert.Equal(expected, Given.Sample($$"""{"t":{{number}}}""").Time.UnixMilliseconds);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"t":null}""")]
    [InlineData("""{"t":true}""")]
    [InlineData("""{"t":"yesterday"}""")]
    [InlineData("""{"t":"9999-12-31T23:59:59-12:00"}""")]
    [InlineData("""{"t":1e300}""")]
    [InlineData("""{"t":1e999}""")]
    public void A_time_that_is_missing_or_unreadable_is_a_bad_time(string payload)
    {
        var fault = Given.Fault(Channel.Telemetry, payload);

        Assert.Equal((DeadLetterReason.BadTime, "$.t"), (fault.Reason, fault.JsonPath));
        Assert.Equal(payload, Encoding.UTF8.GetString(fault.Element.Span));
    }

    [Theory]
    [InlineData("\"lat\":1", "$.lon")]
    [InlineData("\"lon\":1", "$.lat")]
    [InlineData("\"lat\":\"1\",\"lon\":1", "$.lat")]
    [InlineData("\"speed_kmh\":-0.1", "$.speed_kmh")]
    [InlineData("\"speed_kmh\":1e999", "$.speed_kmh")]
    [InlineData("\"speed_kmh\":\"NaN\"", "$.speed_kmh")]
    [InlineData("\"speed_kmh\":3,\"speed_mph\":2", "$.speed_mph")]
    [InlineData("\"ecu_speed_kmh\":3,\"ecu_speed_mps\":2", "$.ecu_speed_mps")]
    [InlineData("\"limit_kmh\":3,\"limit_mps\":2", "$.limit_mps")]
    [InlineData("\"odo_km\":3,\"odo_m\":3000", "$.odo_m")]
    [InlineData("\"odo_km\":1e308", "$.odo_km")]
    [InlineData("\"seq\":1.5", "$.seq")]
    [InlineData("\"seq\":\"1\"", "$.seq")]
    [InlineData("\"sats\":-1", "$.sats")]
    [InlineData("\"heading_deg\":361", "$.heading_deg")]
    [InlineData("\"acc_m\":-1", "$.acc_m")]
    [InlineData("\"ignition\":1", "$.ignition")]
    [InlineData("\"ignition\":true,\"ignition\":true", "$.ignition")]
    [InlineData("\"vin\":1,\"x\":{}", "$.vin")]
    [InlineData("\"dtcs\":[1]", "$.dtcs")]
    [InlineData("\"dtcs\":\"P0420\"", "$.dtcs")]
    [InlineData("\"temps_c\":[1]", "$.temps_c")]
    [InlineData("\"temps_c\":{\"a b\":1}", "$.temps_c.a b")]
    [InlineData("\"temps_c\":{\"a\":\"1\"}", "$.temps_c.a")]
    [InlineData("\"temps_c\":{\"a\":1,\"a\":2}", "$.temps_c.a")]
    [InlineData("\"temps_c\":{\"a\":{\"b\":[]}}", "$.temps_c.a")]
    [InlineData("\"x\":1", "$.x")]
    [InlineData("\"y\":1,\"y\":2", "$.y")]
    [InlineData("\"y\":1,\"x\":{\"y\":2}", "$.y")]
    [InlineData("\"x\":{\"y\":{\"z\":1,\"z\":2}}", "$.x")]
    [InlineData("\"y\":1,\"\\u0079\":2", "$.x")]
    [InlineData("\"driver_tag\":\"\\ud800\"", "$.driver_tag")]
    [InlineData("\"id\":7", "$.id")]
    public void A_wrong_field_is_named_by_its_path(string fields, string path)
    {
        var fault = Given.Fault(Channel.Telemetry, "{\"t\":1," + fields + "}");

        Assert.Equal((DeadLetterReason.BadField, path), (fault.Reason, fault.JsonPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{\"t\":1")]
    [InlineData("{\"t\":1}}")]
    [InlineData("{\"t\":1},{\"t\":2}")]
    [InlineData("{\"t\":NaN}")]
    [InlineData("{\"t\":1,\"speed_kmh\":Infinity}")]
    [InlineData("{\"t\":1,}")]
    [InlineData("{t:1}")]
    [InlineData("not json")]
    public void What_is_no_json_object_is_bad_json(string payload) =>
        Assert.Equal(DeadLetterReason.BadJson, Given.Fault(Channel.Telemetry, payload).Reason);

    [Fact]
    public void Bytes_that_are_not_utf8_spoil_their_element_only()
    {
        byte[] payload = [.. "[{\"t\":1},{\"t\":2,\"vin\":\""u8, 0xFF, .. "\"},{\"t\":3}]"u8];

        var result = Given.Decoded(Channel.Telemetry, payload);

        Assert.Equal([1_000, 3_000], result.Inputs.Select(i => i.Time.UnixMilliseconds));
        var fault = Assert.Single(result.Faults);
        Assert.Equal((DeadLetterReason.BadJson, "$[1]"), (fault.Reason, fault.JsonPath));
    }

    [Fact]
    public void A_bad_element_of_an_array_is_a_fault_alone()
    {
        var result = Given.Decoded(
            Channel.Telemetry, """[{"t":1},{"t":2,"temps_c":{"a":"x"},"y":[[]]}, 5 ,{"t":3}]""");

        Assert.Equal([1_000, 3_000], result.Inputs.Select(i => i.Time.UnixMilliseconds));
        Assert.Equal(["$[1].temps_c.a", "$[2]"], result.Faults.Select(f => f.JsonPath));
        Assert.Equal("""{"t":2,"temps_c":{"a":"x"},"y":[[]]}""", Encoding.UTF8.GetString(result.Faults[0].Element.Span));
        Assert.Equal("5", Encoding.UTF8.GetString(result.Faults[1].Element.Span));
    }

    [Fact]
    public void A_broken_array_keeps_what_came_before_the_break()
    {
        var result = Given.Decoded(Channel.Telemetry, """[{"t":1},{"t":2},{"t":""");

        Assert.Equal(2, result.Inputs.Count);
        var fault = Assert.Single(result.Faults);
        Assert.Equal((DeadLetterReason.BadJson, "$[2]"), (fault.Reason, fault.JsonPath));
        Assert.Equal(""",{"t":""", Encoding.UTF8.GetString(fault.Element.Span));
    }

    [Fact]
    public void An_empty_array_holds_nothing()
    {
        var result = Given.Decoded(Channel.Telemetry, "[]");

        Assert.Empty(result.Inputs);
        Assert.Empty(result.Faults);
    }

    [Fact]
    public void Bulk_lines_stand_each_for_itself()
    {
        var result = Given.Decoded(Channel.Bulk, "{\"t\":1}\r\n\n{\"t\":\n[{\"t\":9}]\n  {\"t\":2}  \n{\"t\":3}");

        Assert.Equal([1_000, 2_000, 3_000], result.Inputs.Select(i => i.Time.UnixMilliseconds));
        Assert.Equal(["$[1]", "$[2]"], result.Faults.Select(f => f.JsonPath));
    }

    [Fact]
    public void A_position_off_the_globe_is_dropped_and_the_rest_used()
    {
        var sample = Given.Sample("""{"t":1,"lat":91,"lon":0,"ignition":true}""");

        Assert.Null(sample.Position);
        Assert.False(sample.FixValid);
        Assert.True(sample.Ignition);
    }

    [Fact]
    public void Unknown_fields_and_x_pass_through_as_they_came()
    {
        var sample = Given.Sample("""{"a":1.50,"t":1,"x":{"b":{"c":[1,2]},"d":"ü\n"},"vin":"V", "e" : null }""");

        Assert.Equal("""{"a":1.50,"b":{"c":[1,2]},"d":"ü\n","e" : null}""", Encoding.UTF8.GetString(sample.Extras.Span));
    }

    [Fact]
    public void A_name_written_with_escapes_is_the_same_name() =>
        Assert.Equal(7_000, Given.Sample("""{"\u0074":7}""").Time.UnixMilliseconds);

    [Fact]
    public void Equal_elements_hash_equal_and_others_do_not()
    {
        Assert.Equal(Given.Sample("{\"t\":1}").ContentHash, Given.Sample("  {\"t\":1} ").ContentHash);
        Assert.NotEqual(Given.Sample("{\"t\":1}").ContentHash, Given.Sample("{\"t\":1,\"volts\":12}").ContentHash);
    }

    [Fact]
    public void An_id_tells_duplicates_in_place_of_the_bytes()
    {
        var first = Given.Sample("""{"t":1,"id":"m-1","volts":12.1}""");

        Assert.Equal(first.ContentHash, Given.Sample("""{"t":1,"id":"m-1","volts":12.2}""").ContentHash);
        Assert.NotEqual(first.ContentHash, Given.Sample("""{"t":1,"id":"m-2","volts":12.1}""").ContentHash);
    }

    [Fact]
    public void Limits_hold_at_their_edge_and_refuse_beyond()
    {
        var probes = string.Join(',', Enumerable.Range(0, 32).Select(i => $"\"p{i}\":1"));
        Assert.Equal(32, Given.Sample("{\"t\":1,\"temps_c\":{" + probes + "}}").Temperatures.Count);
        Assert.Equal(DeadLetterReason.TooLarge, Given.Fault(Channel.Telemetry, "{\"t\":1,\"temps_c\":{" + probes + ",\"p\":1}}").Reason);

        var fits = new string('a', 4_096 - "{\"y\":\"\"}".Length);
        Assert.Equal(4_096, Given.Sample("{\"t\":1,\"x\":{\"y\":\"" + fits + "\"}}").Extras.Length);
        Assert.Equal(DeadLetterReason.TooLarge, Given.Fault(Channel.Telemetry, "{\"t\":1,\"x\":{\"y\":\"a" + fits + "\"}}").Reason);

        var id = new string('i', 64);
        Given.Sample($$"""{"t":1,"id":"{{id}}"}""");
        Assert.Equal(DeadLetterReason.BadField, Given.Fault(Channel.Telemetry, $$"""{"t":1,"id":"{{id}}i"}""").Reason);

        var large = "{\"t\":1,\"x\":{}}".PadRight(65_536);
        Given.Sample(large);
        Assert.Equal(DeadLetterReason.TooLarge, Given.Fault(Channel.Telemetry, large + " ").Reason);
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(16, DeadLetterReason.TooDeep)]
    [InlineData(200, DeadLetterReason.TooDeep)]
    [InlineData(30_000, DeadLetterReason.TooDeep)]
    public void Sixteen_levels_are_deep_enough(int nested, DeadLetterReason? expected)
    {
        var result = Given.Decoded(Channel.Telemetry, "{\"t\":1,\"x\":{\"y\":" + new string('[', nested - 1) + new string(']', nested - 1) + "}}");

        Assert.Equal(expected, result.Faults.SingleOrDefault()?.Reason);
        Assert.Equal(expected is null ? 1 : 0, result.Inputs.Count);
    }

    [Fact]
    public void A_deep_element_leaves_its_neighbours_alone()
    {
        var deep = "{\"t\":2,\"y\":" + new string('[', 20) + new string(']', 20) + "}";

        var result = Given.Decoded(Channel.Telemetry, $$"""[{"t":1},{{deep}},{"t":3}]""");

        Assert.Equal(2, result.Inputs.Count);
        Assert.Equal((DeadLetterReason.TooDeep, "$[1].y"), (result.Faults[0].Reason, result.Faults[0].JsonPath));
    }

    [Fact]
    public void Thousands_of_faults_keep_the_first_ones_and_count_all()
    {
        var result = Given.Decoded(Channel.Telemetry, "[" + string.Join(',', Enumerable.Repeat("1", 10_000)) + "]");

        Assert.Equal(DecodeResult.KeptFaults, result.Faults.Count);
        Assert.Equal(10_000, result.FaultCount);
    }

    [Fact]
    public void A_payload_in_pieces_reads_as_in_one()
    {
        var bytes = Encoding.UTF8.GetBytes(Documented);
        var last = new Piece(bytes.AsMemory(60), 60);
        var first = new Piece(bytes.AsMemory(0, 60), 0, last);
        var result = new DecodeResult();

        new EdgeRelayV1Decoder(new DecodeLimits()).Decode(
            Channel.Telemetry, new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length), new Arrival(Given.Received), result);

        Assert.Equal(Given.Sample(Documented).ContentHash, Assert.IsType<Sample>(Assert.Single(result.Inputs)).ContentHash);
    }

    [Fact]
    public void A_typical_element_allocates_its_sample_and_nothing_else()
    {
        var decoder = new EdgeRelayV1Decoder(new DecodeLimits());
        var payload = """{"t":1795339815250,"seq":1,"lat":37.78812,"lon":-122.40751,"speed_kmh":43.2,"ignition":true,"vin":"V1"}"""u8.ToArray();
        var result = new DecodeResult();
        decoder.Decode(Channel.Telemetry, payload, new Arrival(Given.Received), result);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sample = new Sample { Time = Given.Received, Received = Given.Received };
        var oneSample = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(sample);

        result.Clear();
        before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Decode(Channel.Telemetry, payload, new Arrival(Given.Received), result);

        Assert.Equal(oneSample, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long runningIndex, Piece? next = null) =>
            (Memory, RunningIndex, Next) = (memory, runningIndex, next);
    }

    [Theory]
    [InlineData("""{"lat":1,"lon":2}""")]
    [InlineData("""{"t":null,"lat":1,"lon":2}""")]
    [InlineData("""{"t":"yesterday","lat":1,"lon":2}""")]
    [InlineData("""{"t":{"a":[1]},"lat":1,"lon":2}""")]
    [InlineData("""{"t":946684840,"lat":1,"lon":2}""")]
    [InlineData("""{"t":4102444800,"lat":1,"lon":2}""")]
    public void A_device_without_a_clock_can_have_the_time_of_receipt(string payload)
    {
        var result = new DecodeResult();

        new EdgeRelayV1Decoder(new DecodeLimits()).Decode(
            Channel.Telemetry, Encoding.UTF8.GetBytes(payload), new Arrival(Given.Received, new RuleBook { Version = 1 }), result);

        Assert.Empty(result.Faults);
        Assert.Equal(Given.Received, Assert.IsType<Sample>(Assert.Single(result.Inputs)).Time);
    }

    [Fact]
    public void A_good_time_of_such_a_device_is_kept()
    {
        var good = Given.Received.PlusSeconds(-60);
        var result = new DecodeResult();

        new EdgeRelayV1Decoder(new DecodeLimits()).Decode(
            Channel.Telemetry,
            Encoding.UTF8.GetBytes($$"""{"t":{{good.UnixMilliseconds}},"ignition":true}"""),
            new Arrival(Given.Received, new RuleBook { Version = 1 }),
            result);

        Assert.Equal(good, Assert.Single(result.Inputs).Time);
    }
}
