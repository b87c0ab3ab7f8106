using System.IO.Compression;
using System.Text;
using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Roads.Import;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

public sealed class RoadImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static DrawnRoads Village => new DrawnRoads()
        .Way(1, "highway=primary,maxspeed=30 mph,name=High Street", (0, 0), (100, 0), (200, 0))
        .Way(2, "highway=residential,maxspeed=20", (100, 0), (100, 100), (150, 180))
        .Way(3, "highway=footway,maxspeed=5", (0, 50), (200, 50))
        .Way(4, "railway=rail,maxspeed=125 mph", (0, -50), (200, -50))
        .Way(5, "highway=tertiary_link,maxspeed=signals,maxspeed:conditional=20 mph @ (06:00-19:00)", (200, 0), (300, 40));

    public void Dispose() => _folder.Dispose();

    [RecordedDataTheory]
    [InlineData("osm/sf_north.osm.gz", 2558, 667, 0)]
    [InlineData("osm/reno_east3.osm.gz", 1572, 794, 0)]
    [InlineData("osm/baltimore.osm.pbf", 7230, 201, 11)]
    [InlineData("osm/andorra.osm.pbf", 2725, 204, 0)]
    [InlineData("itinero/car_network.osm.pbf", 2943, 63, 0)]
    public void Recorded_extracts_give_the_ways_that_are_in_them(string extract, int ways, int withMaxspeed, int unitlessReadAsMph)
    {
        using var roads = new Imported(SharedRecordings.Path(extract.Split('/')));

        Assert.Equal((ways, withMaxspeed), (roads.Summary.WaysRead, roads.Summary.WaysWithMaxspeed));
        Assert.Equal(unitlessReadAsMph, roads.Summary.UnitlessIsMph ? roads.Summary.UnitlessWays.Count : 0);
    }

    [Fact]
    public void The_same_roads_give_the_same_file_in_every_format()
    {
        var xml = Encoding.UTF8.GetBytes(Village.Osm());
        var expected = FileOf(xml);

        Assert.Equal(expected, FileOf(Gzip(xml)));
        Assert.Equal(expected, FileOf(new DrawnPbf().Write(Village)));
        Assert.Equal(expected, FileOf(new DrawnPbf { BlobField = 1, PlainNodes = true }.Write(Village)));
    }

    [Fact]
    public void The_summary_says_what_was_read_how()
    {
        using var roads = new Imported(Village);
        var summary = roads.Summary;
        var text = new StringWriter();
        ImportReport.Write(text, "village.roads", summary);

        Assert.Equal((5, 5, 3, 2), (summary.WaysRead, summary.WaysWithMaxspeed, summary.Roads, summary.RoadsWithLimit));
        Assert.Equal((1, 1), (summary.ConditionalLimits, summary.UnreadableValues["signals"]));
        Assert.Contains("'signals' 1×", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_without_unit_are_mph_only_where_most_limits_are()
    {
        var british = new DrawnRoads().Way(1, "highway=primary,maxspeed=30 mph", (0, 0), (500, 0))
            .Way(2, "highway=primary,maxspeed=40 mph", (0, 300), (500, 300)).Way(7, "highway=primary,maxspeed=40", (0, 600), (500, 600));
        var continental = new DrawnRoads().Way(1, "highway=primary,maxspeed=30 mph", (0, 0), (500, 0))
            .Way(2, "highway=primary,maxspeed=50", (0, 300), (500, 300)).Way(7, "highway=primary,maxspeed=40", (0, 600), (500, 600));
        using var here = new Imported(british);
        using var there = new Imported(continental);

        Assert.Equal([7], here.Summary.UnitlessWays);
        Assert.Equal(40, new RoadDrive(here.Network).To(250, 600, 60, 90).LimitMph!.Value, 6);
        Assert.Equal(40 / 1.609344, new RoadDrive(there.Network).To(250, 600, 60, 90).LimitMph!.Value, 6);
    }

    [Fact]
    public void A_road_that_the_extract_cuts_keeps_the_parts_that_are_there()
    {
        var osm = new DrawnRoads().Way(1, "highway=primary,maxspeed=30 mph", (0, 0), (100, 0), (200, 0), (300, 0), (400, 0)).Osm();
        var cut = osm.Replace("<node id=\"3\"", "<node id=\"999\"", StringComparison.Ordinal);
        using var roads = new Imported(Written(Encoding.UTF8.GetBytes(cut)));

        Assert.Equal((1, 2), (roads.Summary.MissingNodes, roads.Summary.Edges));
        Assert.Equal(30, new RoadDrive(roads.Network).To(50, 0, 60, 90).LimitMph!.Value, 6);
        Assert.Null(new RoadDrive(roads.Network).To(200, 0, 60, 90).LimitMph);
        Assert.Equal(30, new RoadDrive(roads.Network).To(350, 0, 60, 90).LimitMph!.Value, 6);
    }

    [Fact]
    public void A_demand_that_is_not_known_is_refused_by_name()
    {
        var pbf = new DrawnPbf { RequiredFeatures = ["OsmSchema-V0.6", "HistoricalInformation"] }.Write(Village);

        Assert.Contains("'HistoricalInformation'", Refused(pbf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "lzma")]
    [InlineData(7, "zstd")]
    public void A_packing_that_is_not_known_is_refused_by_name(int field, string name) =>
        Assert.Contains(name, Refused(new DrawnPbf { BlobField = field }.Write(Village)), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html><body>Not found</body></html>", "not <osm>")]
    [InlineData("<osm><way id=\"1\"><nd ref=\"x\"/></way></osm>", "no usable 'ref'")]
    [InlineData("<osm><node id=\"1\" lat=\"91\" lon=\"0\"/><way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"road\"/></way></osm>", "no coordinate")]
    [InlineData("<osm><way id=\"1\"><nd ref=\"1\"/>", "line 1")]
    [InlineData("<!DOCTYPE osm [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><osm>&a;</osm>", "DTD")]
    [InlineData("<osm></osm>", "no road in it")]
    [InlineData("BZh91AY", "bunzip2")]
    [InlineData("something else altogether", "Is it an OpenStreetMap extract?")]
    public void What_is_no_extract_is_refused_with_the_reason(string content, string reason) =>
        Assert.Contains(reason, Refused(Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_cut_off_leaves_the_former_roads_as_they_were()
    {
        var whole = new DrawnPbf().Write(Village);
        var target = Path.Combine(_folder.Path, "village.roads");
        Imported.Import(Written(whole), _folder.Path, target);
        var before = File.ReadAllBytes(target);

        var error = Assert.Throws<RoadImportException>(() => Imported.Import(Written(whole[..^10]), _folder.Path, target));

        Assert.Contains("damaged near byte", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(target));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, ".import")));
    }

    [Fact]
    public void An_import_that_is_stopped_leaves_nothing()
    {
        var target = Path.Combine(_folder.Path, "village.roads");

        Assert.Throws<OperationCanceledException>(() => Imported.Import(
            Written(new DrawnPbf().Write(Village)), _folder.Path, target, new CancellationToken(canceled: true)));

        Assert.False(File.Exists(target));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, ".import")));
    }

    [Fact]
    public void Two_imports_do_not_work_in_one_folder()
    {
        using var first = ImportFolder.Take(_folder.Path);

        Assert.Contains("Another import", Assert.Throws<IOException>(() => ImportFolder.Take(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_are_imported_or_refused_never_more()
    {
        var xml = Encoding.UTF8.GetBytes(Village.Osm());
        byte[][] seeds = [xml, Gzip(xml), new DrawnPbf().Write(Village), new DrawnPbf { BlobField = 1 }.Write(Village), new DrawnPbf { BlobField = 1, PlainNodes = true }.Write(Village)];
        var target = Path.Combine(_folder.Path, "damaged.roads");

        Laws.ForEverySeed(150, 5_000, seed =>
        {
            var random = new Random(seed);
            var bytes = Damaged(seeds[random.Next(seeds.Length)], random);
            var error = Record.Exception(() => Imported.Import(Written(bytes), _folder.Path, target));
            Assert.True(error is null or RoadImportException, $"seed {seed}: {error}");
            Assert.True(error is not null || RoadFiles.Open(_folder.Path, (f, fault) => Assert.Fail(fault)).Maps.Count == 1);
        });
    }

    [Fact]
    public void A_damaged_road_file_is_left_out_and_told()
    {
        var target = Path.Combine(_folder.Path, "village.roads");
        Imported.Import(Written(new DrawnPbf().Write(Village)), _folder.Path, target);
        var whole = File.ReadAllBytes(target);
        var seed = Seeds.Next();
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var bytes = Damaged(whole, random);
            if (bytes.AsSpan().SequenceEqual(whole))
            {
                continue;
            }

            File.WriteAllBytes(target, bytes);
            var told = new List<string>();
            var network = RoadFiles.Open(_folder.Path, (_, fault) => told.Add(fault));

            // The room between sections is not part of anything.
            Assert.True(told.Count == 1 || network.Maps.Count == 1, $"seed {seed}, round {round}");
        }
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        bytes = [.. bytes];
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private byte[] FileOf(byte[] extract)
    {
        var target = Path.Combine(_folder.Path, "same.roads");
        Imported.Import(Written(extract), _folder.Path, target);
        return File.ReadAllBytes(target);
    }

    private string Refused(byte[] extract) => Assert.Throws<RoadImportException>(
        () => Imported.Import(Written(extract), _folder.Path, Path.Combine(_folder.Path, "refused.roads"))).Message;

    private string Written(byte[] extract)
    {
        var path = Path.Combine(_folder.Path, "extract");
        File.WriteAllBytes(path, extract);
        return path;
    }
}
