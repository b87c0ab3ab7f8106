using System.Text;
using System.Text.Json;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Tests.Landmarks;

public sealed class LandmarkGeoJsonTests
{
    private const string Square = """{"type":"Polygon","coordinates":[[[11,48],[11.1,48],[11.1,48.1],[11,48.1],[11,48]]]}""";

    [Fact]
    public void Every_kind_is_read_with_its_properties()
    {
        var reading = Read($$$"""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","id":"y1","properties":{"name":"Yard","group":"Depots","leave_buffer_m":30,"enter_dwell_s":10,
                "leave_dwell_s":20.5,"speed_limit_mph":15,"colour":"red"},"geometry":{{{Square}}}},
              {"type":"Feature","properties":{"name":"Gate","radius_m":150},"geometry":{"type":"Point","coordinates":[11.5,48.2,520]}},
              {"type":"Feature","properties":{"name":"Road","half_width_m":25},"geometry":{"type":"LineString","coordinates":[[11,48],[12,48]]}},
              {"type":"Feature","properties":{"name":"Isles"},"geometry":{"type":"MultiPolygon","coordinates":[
                [[[0,0],[1,0],[1,1],[0,0]]],[[[2,0],[3,0],[3,1],[2,0]]]]}}]}
            """);

        var drafts = reading.Drafts.ToList();
        Assert.Empty(reading.Faults);
        Assert.Equal(
            [LandmarkKind.Polygon, LandmarkKind.Circle, LandmarkKind.Corridor, LandmarkKind.MultiPolygon],
            drafts.Select(d => d.Geometry.Kind));
        Assert.Equal([0, 150, 25, 0], drafts.Select(d => d.Geometry.RadiusMeters));
        var yard = drafts[0];
        Assert.Equal(("y1", "Yard", "Depots"), (yard.FeatureId, yard.Name, yard.Group));
        Assert.Equal((30, 10, 20.5, 15), (yard.LeaveBufferMeters, yard.EnterDwellSeconds, yard.LeaveDwellSeconds, yard.SpeedLimitMph));
        Assert.True(drafts[1].ToLandmark(7, 1).Shape.Contains(new Position(48.201, 11.5)));
    }

    [Theory]
    [InlineData("""{"name":"A"}""", """{"type":"Point","coordinates":[1,2]}""", "/properties/radius_m")]
    [InlineData("""{"name":"A","radius_m":5}""", """{"type":"Point","coordinates":[1,2]}""", "/properties/radius_m")]
    [InlineData("""{"name":"A","radius_m":"50"}""", """{"type":"Point","coordinates":[1,2]}""", "/properties/radius_m")]
    [InlineData("""{"name":"A","half_width_m":1e999}""", """{"type":"LineString","coordinates":[[1,2],[1,3]]}""", "/properties/half_width_m")]
    [InlineData("""{"name":"A","half_width_m":5}""", """{"type":"LineString","coordinates":[[1,2],[1,92]]}""", "/geometry/coordinates/1")]
    [InlineData("""{"name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,"x"]]]}""", "/geometry/coordinates/0/2")]
    [InlineData("""{"name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1e999,1]]]}""", "/geometry/coordinates/0/2")]
    [InlineData("""{"name":"A"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}""", "/geometry/coordinates/0")]
    [InlineData("""{"name":"A"}""", """{"type":"Polygon","coordinates":5}""", "/geometry/coordinates")]
    [InlineData("""{"name":"A"}""", """{"type":"Polygon"}""", "/geometry/coordinates")]
    [InlineData("""{"name":"A"}""", """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1]]],[[[0,0],[1,0],[1,99]]]]}""", "/geometry/coordinates/1/0/2")]
    [InlineData("""{"name":"A"}""", """{"type":"GeometryCollection","geometries":[]}""", "/geometry")]
    [InlineData("""{"name":"A"}""", "null", "/geometry")]
    [InlineData("""{"name":" "}""", Square, "/properties/name")]
    [InlineData("null", Square, "/properties/name")]
    [InlineData("""{"name":5}""", Square, "/properties/name")]
    [InlineData("""{"name":"A","enter_dwell_s":-1}""", Square, "/properties/enter_dwell_s")]
    [InlineData("""{"name":"A","speed_limit_mph":900}""", Square, "/properties/speed_limit_mph")]
    public void A_faulty_feature_is_refused_with_a_pointer(string properties, string geometry, string pointer)
    {
        var reading = Read($$$"""{"type":"Feature","properties":{{{properties}}},"geometry":{{{geometry}}}}""");

        var fault = Assert.Single(reading.Faults);
        Assert.Equal(pointer, fault.Pointer);
        Assert.NotEmpty(fault.Message);
        Assert.Empty(reading.Drafts);
    }

    [Fact]
    public void One_faulty_feature_does_not_spoil_the_others_and_tells_all_its_faults()
    {
        var reading = Read($$$"""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"name":"A"},"geometry":{{{Square}}}},
              {"type":"Feature","properties":{"leave_buffer_m":-1},"geometry":{"type":"Polygon","coordinates":[]}},
              7]}
            """);

        Assert.Equal("A", Assert.Single(reading.Drafts).Name);
        Assert.Equal(
            ["/features/1/properties/name", "/features/1/properties/leave_buffer_m", "/features/1/geometry/coordinates", "/features/2"],
            reading.Faults.Select(f => f.Pointer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":\"Feature\"")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[]}")]
    [InlineData("{\"type\":\"FeatureCollection\"}")]
    [InlineData("{\"type\":\"FeatureCollection\",\"type\":\"Feature\",\"features\":[]}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]")]
    public void A_document_that_is_no_features_is_one_fault(string json)
    {
        var reading = Read(json);

        Assert.Empty(reading.Features);
        Assert.NotNull(reading.Fault);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var landmarks = Read($$$"""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"name":"Yard","group":"Depots","leave_buffer_m":30,"enter_dwell_s":10},"geometry":{{{Square}}}},
              {"type":"Feature","properties":{"name":"Gate","radius_m":150},"geometry":{"type":"Point","coordinates":[11.5,48.2]}},
              {"type":"Feature","properties":{"name":"Ferry","half_width_m":25},"geometry":{"type":"LineString","coordinates":[[179,48],[-179,48]]}},
              {"type":"Feature","properties":{"name":"Date line"},"geometry":{"type":"Polygon","coordinates":[
                [[179,-1],[-179,-1],[-179,1],[179,1],[179,-1]],[[-179.5,0],[-179.5,0.5],[-179.2,0.5],[-179.5,0]]]}}]}
            """).Drafts.Select((d, i) => d.ToLandmark(i + 1, 1)).ToList();

        var json = Write(landmarks);
        var again = Read(json).Drafts.Select((d, i) => d.ToLandmark(i + 1, 1)).ToList();

        Assert.Equal(4, again.Count);
        foreach (var (before, after) in landmarks.Zip(again))
        {
            Assert.True(before.Geometry.EqualsTopologically(after.Geometry), $"{before.Geometry} became {after.Geometry}");
            Assert.Equal(before with { Geometry = after.Geometry, Kind = after.Kind }, after);
        }
    }

    [Fact]
    public void Areas_are_written_counter_clockwise_and_cut_at_the_antimeridian()
    {
        var reading = Read("""
            {"type":"Feature","properties":{"name":"Date line"},"geometry":{"type":"Polygon","coordinates":[
              [[179,1],[-179,1],[-179,-1],[179,-1],[179,1]]]}}
            """);
        Assert.Empty(reading.Faults);
        var landmark = reading.Drafts.Single().ToLandmark(3, 1);

        using var document = JsonDocument.Parse(Write([landmark]));
        var feature = document.RootElement.GetProperty("features")[0];
        var parts = feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray()
            .Select(part => part[0].EnumerateArray().Select(p => (X: p[0].GetDouble(), Y: p[1].GetDouble())).ToArray()).ToList();

        Assert.Equal(3, feature.GetProperty("id").GetInt64());
        Assert.Equal([(-180.0, -179.0), (179.0, 180.0)], parts.Select(r => (r.Min(p => p.X), r.Max(p => p.X))).Order());
        Assert.All(parts, ring => Assert.True(TwiceArea(ring) > 0));
    }

    private static double TwiceArea((double X, double Y)[] ring) =>
        ring.Zip(ring.Skip(1), (a, b) => (a.X * b.Y) - (b.X * a.Y)).Sum();

    private static LandmarkReading Read(string json) => LandmarkGeoJsonReader.Read(Encoding.UTF8.GetBytes(json));

    private static string Write(IEnumerable<Landmark> landmarks)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            LandmarkGeoJsonWriter.WriteCollection(writer, landmarks);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
