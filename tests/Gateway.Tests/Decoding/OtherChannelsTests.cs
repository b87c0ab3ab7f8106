using System.Text;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Decoding;

public sealed class OtherChannelsTests
{
    private const string DocumentedInspection =
        """
        {"id":"D-991","type":"post_trip","status":"unsafe","submitted_at":"2026-11-22T17:02:00Z","odo_m":18233400,
         "parts":[{"part":"tires","result":"defect","defects":[{"title":"Tread below limit","severity":"major"}]},{"part":"horn","result":"ok"}],
         "signatures":[{"role":"driver","name":"Driver 12","signed_at":"2026-11-22T17:02:00Z"}]}
        """;

    [Fact]
    public void The_documented_heartbeat_is_read()
    {
        var heartbeat = Assert.IsType<HeartbeatReport>(Assert.Single(
            Given.Decoded(Channel.Heartbeat, """{"t":1795339815,"fw":"2.4.1","volts":12.7,"uptime_s":86400}""").Inputs));

        Assert.Equal(1_795_339_815_000, heartbeat.Time.UnixMilliseconds);
        Assert.Equal(12.7, heartbeat.SupplyVolts);
        Assert.Equal("""{"fw":"2.4.1","uptime_s":86400}""", Encoding.UTF8.GetString(heartbeat.Extras.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"t":"no clock yet"}""")]
    [InlineData("""{"t":null}""")]
    [InlineData("""{"t":{"a":[1]}}""")]
    public void A_heartbeat_without_a_usable_time_is_now(string payload)
    {
        var input = Assert.Single(Given.Decoded(Channel.Heartbeat, payload).Inputs);

        Assert.Equal(Given.Received, Assert.IsType<HeartbeatReport>(input).Time);
    }

    [Theory]
    [InlineData("[]", DeadLetterReason.BadJson, "$")]
    [InlineData("{", DeadLetterReason.BadJson, "$")]
    [InlineData("{} {}", DeadLetterReason.BadJson, "$")]
    [InlineData("""{"volts":"12"}""", DeadLetterReason.BadField, "$.volts")]
    [InlineData("""{"t":1,"t":2}""", DeadLetterReason.BadField, "$.t")]
    [InlineData("""{"fw":1,"fw":2}""", DeadLetterReason.BadField, "$.fw")]
    [InlineData("""{"fw":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}""", DeadLetterReason.TooDeep, "$.fw")]
    public void A_wrong_heartbeat_is_a_fault(string payload, DeadLetterReason reason, string path)
    {
        var fault = Given.Fault(Channel.Heartbeat, payload);

        Assert.Equal((reason, path), (fault.Reason, fault.JsonPath));
    }

    [Fact]
    public void The_documented_inspection_is_read()
    {
        var report = Assert.IsType<InspectionReport>(Assert.Single(Given.Decoded(Channel.Dvir, DocumentedInspection).Inputs));

        Assert.Equal(("D-991", 1, "post_trip", "unsafe"), (report.ReportId, report.Revision, report.InspectionType, report.Status));
        Assert.Equal("2026-11-22T17:02:00.000Z", report.Time.ToString());
        Assert.Equal(18_233_400, report.OdometerMeters);
        Assert.Equal(["tires", "horn"], report.Parts.Select(p => p.Part));
        Assert.Equal(new InspectionDefect("Tread below limit", null, "major"), Assert.Single(report.Parts[0].Defects));
        Assert.Equal(new InspectionSignature("driver", "Driver 12", report.Time, null), Assert.Single(report.Signatures));
        Assert.Null(report.Repair);
        Assert.Equal(1, report.DefectCount);
    }

    [Theory]
    [InlineData("\"trailer\":\"TR-1\"", "TR-1", null)]
    [InlineData("\"trailer\":{\"id\":\"TR-1\",\"label\":\"Reefer\"}", "TR-1", "Reefer")]
    [InlineData("\"trailer\":null", null, null)]
    public void A_trailer_is_an_id_or_an_object(string trailer, string? id, string? label)
    {
        var payload = $$"""{"id":"1","type":"ad_hoc","status":"safe","t":5,{{trailer}}}""";

        var report = Assert.IsType<InspectionReport>(Assert.Single(Given.Decoded(Channel.Dvir, payload).Inputs));

        Assert.Equal((id, label), (report.TrailerId, report.TrailerLabel));
    }

    [Theory]
    [InlineData("\"D-991\"", "\"\"", DeadLetterReason.BadField, "$.id")]
    [InlineData("\"id\":\"D-991\",", "", DeadLetterReason.BadField, "$.id")]
    [InlineData("post_trip", "posttrip", DeadLetterReason.BadField, "$.type")]
    [InlineData("\"unsafe\"", "1", DeadLetterReason.BadField, "$.status")]
    [InlineData("submitted_at", "submitted", DeadLetterReason.BadTime, "$.submitted_at")]
    [InlineData("17:02:00Z\",\"odo", "25:02:00Z\",\"odo", DeadLetterReason.BadTime, "$.submitted_at")]
    [InlineData("\"odo_m\":18233400", "\"odo_m\":1,\"odo_km\":1", DeadLetterReason.BadField, "$.odo_km")]
    [InlineData("\"ok\"", "\"fine\"", DeadLetterReason.BadField, "$.parts[1].result")]
    [InlineData("\"major\"", "\"huge\"", DeadLetterReason.BadField, "$.parts[0].defects[0].severity")]
    [InlineData("\"driver\"", "\"cook\"", DeadLetterReason.BadField, "$.signatures[0].role")]
    [InlineData("Driver 12", "\\udc00", DeadLetterReason.BadField, "$.signatures[0].name")]
    [InlineData("\"type\"", "\"revision\":0,\"type\"", DeadLetterReason.BadField, "$.revision")]
    [InlineData("\"type\"", "\"id\":\"2\",\"type\"", DeadLetterReason.BadField, "$")]
    [InlineData("]}\n", "]\n", DeadLetterReason.BadJson, "$")]
    [InlineData("\"result\":\"defect\"", "\"result\":\"ok\"", DeadLetterReason.BadField, "$.parts[0].result")]
    [InlineData("\"result\":\"ok\"", "\"result\":\"defect\"", DeadLetterReason.BadField, "$.parts[1].defects")]
    [InlineData("\"horn\"", "\"tires\"", DeadLetterReason.BadField, "$.parts[1].part")]
    [InlineData("\"type\"", "\"repair\":\"painted\",\"type\"", DeadLetterReason.BadField, "$.repair")]
    [InlineData("\"type\"", "\"started_at\":\"2026-11-22T17:02:01Z\",\"type\"", DeadLetterReason.BadField, "$.started_at")]
    public void A_wrong_inspection_is_a_fault_with_its_path(string from, string to, DeadLetterReason reason, string path)
    {
        var payload = (DocumentedInspection + "\n").Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(DocumentedInspection + "\n", payload);

        var fault = Given.Fault(Channel.Dvir, payload);

        Assert.Equal((reason, path), (fault.Reason, fault.JsonPath));
    }

    [Fact]
    public void The_documented_driver_message_is_read()
    {
        var report = Assert.IsType<DriverReport>(Assert.Single(
            Given.Decoded(Channel.Driver, """{"t":1795339815,"action":"assign","tag":"01A3F2C418000045"}""").Inputs));

        Assert.Equal((DriverAction.Assign, "01A3F2C418000045", null, "tag"), (report.Action, report.Tag, report.DriverId, report.Source));
        Assert.NotEqual(0UL, report.ContentHash);
    }

    [Fact]
    public void An_unassign_needs_to_name_nobody()
    {
        var report = Assert.IsType<DriverReport>(Assert.Single(Given.Decoded(Channel.Driver, """{"t":1,"action":"unassign"}""").Inputs));

        Assert.Equal((DriverAction.Unassign, "app"), (report.Action, report.Source));
    }

    [Theory]
    [InlineData("""{"action":"assign","tag":"1"}""", DeadLetterReason.BadTime, "$.t")]
    [InlineData("""{"t":1,"action":"fire","tag":"1"}""", DeadLetterReason.BadField, "$.action")]
    [InlineData("""{"t":1,"tag":"1"}""", DeadLetterReason.BadField, "$.action")]
    [InlineData("""{"t":1,"action":"assign"}""", DeadLetterReason.BadField, "$.tag")]
    [InlineData("""{"t":1,"action":"assign","tag":"1","driver_id":"2"}""", DeadLetterReason.BadField, "$.driver_id")]
    [InlineData("[1]", DeadLetterReason.BadJson, "$")]
    public void A_wrong_driver_message_is_a_fault(string payload, DeadLetterReason reason, string path)
    {
        var fault = Given.Fault(Channel.Driver, payload);

        Assert.Equal((reason, path), (fault.Reason, fault.JsonPath));
    }

    [Theory]
    [InlineData(Channel.Status, """{"state":"offline","t":1795339815}""")]
    [InlineData(Channel.Status, "")]
    [InlineData(Channel.Acknowledgement, """{"id":"c-1"}""")]
    public void Status_and_acknowledgement_are_recorded_only(Channel channel, string payload)
    {
        var result = Given.Decoded(channel, payload);

        Assert.Equal((0, 0, 1), (result.Inputs.Count, result.FaultCount, result.RecordedOnly));
    }

    [Fact]
    public void A_broken_status_is_a_fault() => Assert.Equal(DeadLetterReason.BadJson, Given.Fault(Channel.Status, "offline").Reason);

    [Fact]
    public void A_command_is_not_for_devices_to_publish() =>
        Assert.Equal(DeadLetterReason.UnknownChannel, Given.Fault(Channel.Command, "{}").Reason);
}
