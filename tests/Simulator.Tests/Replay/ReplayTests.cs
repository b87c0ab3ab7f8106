using System.IO.Compression;
using System.Text;
using EdgeRelay.Simulator.Replay;

namespace EdgeRelay.Simulator.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    private const string Drive = """
        Date,Time,Speed,LAT,LON,SpeedLimit
        03/29/2021,11:13:45,43.2,33.98,-6.72,40.0
        90/02/2032,12:08:07,7.1,33.98,-6.82,0
        03/29/2021,11:13:46,,"33.99",-6.73,40.0
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgesim").FullName;

    private static readonly ReplaySettings Settings = new()
    {
        Map = Pairs("speed_kmh=Speed,lat=LAT,lon=LON,limit_kmh=SpeedLimit"),
        Constants = Pairs("ignition=true"),
        Unknowns = Pairs("limit_kmh=0"),
        TimeColumns = ["Date", "Time"],
        TimeFormat = "MM/dd/yyyy HH:mm:ss",
    };

    [Fact]
    public void Columns_become_fields_and_a_broken_clock_is_sent_as_it_stands_and_counted()
    {
        var (lines, broken) = Replay(Settings, (Write("T1.csv", Drive), null));

        Assert.Equal(
        [
            """0 edgerelay/v1/1/T1/telemetry {"t":"2021-03-29T11:13:45Z","speed_kmh":43.2,"lat":33.98,"lon":-6.72,"limit_kmh":40,"ignition":true}""",
            """0 edgerelay/v1/1/T1/telemetry {"t":"90/02/2032 12:08:07","speed_kmh":7.1,"lat":33.98,"lon":-6.82,"ignition":true}""",
            """1000000 edgerelay/v1/1/T1/telemetry {"t":"2021-03-29T11:13:46Z","lat":33.99,"lon":-6.73,"limit_kmh":40,"ignition":true}""",
        ], lines);
        Assert.Equal(1, broken);
    }

    [Fact]
    public void A_gzipped_file_without_header_is_read_by_column_numbers()
    {
        var path = Path.Combine(_folder, "new_taxi.txt.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            gzip.Write("37.75 -122.39 0 1211033530\n37.76  -122.40 1 1211033614\n"u8);
        }

        var settings = Settings with
        {
            Map = Pairs("lat=1,lon=2,ignition=3"),
            Constants = [],
            TimeColumns = ["4"],
            TimeFormat = null,
            HasHeader = false,
        };
        var (lines, _) = Replay(settings, (path, null));

        Assert.Equal(
        [
            """0 edgerelay/v1/1/new_taxi/telemetry {"t":"2008-05-17T14:12:10Z","lat":37.75,"lon":-122.39,"ignition":false}""",
            """84000000 edgerelay/v1/1/new_taxi/telemetry {"t":"2008-05-17T14:13:34Z","lat":37.76,"lon":-122.4,"ignition":true}""",
        ], lines);
    }

    [Fact]
    public void A_column_can_name_the_vehicles_and_a_clock_that_goes_back_keeps_the_order()
    {
        var path = Write("ships.csv", "v,utc,c\nx y,2022-01-03T00:00:05Z,1\nb,2022-01-03T00:00:00Z,2\nb,2022-01-03T00:00:07Z,3\n");

        var (lines, _) = Replay(
            Settings with { Map = Pairs("temps_c.cargo=c"), Constants = [], TimeColumns = ["utc"], TimeFormat = null, VehicleColumn = "v" }, (path, null));

        Assert.Equal(
        [
            """0 edgerelay/v1/1/x-y/telemetry {"t":"2022-01-03T00:00:05Z","temps_c":{"cargo":1}}""",
            """0 edgerelay/v1/1/b/telemetry {"t":"2022-01-03T00:00:00Z","temps_c":{"cargo":2}}""",
            """2000000 edgerelay/v1/1/b/telemetry {"t":"2022-01-03T00:00:07Z","temps_c":{"cargo":3}}""",
        ], lines);
    }

    [Theory]
    [InlineData(false, "2026-01-05T08:00:00Z")]
    [InlineData(true, "2026-01-05T07:59:59Z")]
    public void Retimed_to_now_a_replay_begins_now_or_ends_now_when_it_is_faster(bool faster, string first)
    {
        var recording = new Recording(Write("T1.csv", Drive), "truck", Settings);
        var plan = ReplayPlan.Make([recording], Settings, new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc), faster);

        var messages = ReplayStream.Messages(plan, Settings, () => { }).Select(Given.Body).ToList();

        Assert.Equal(first, messages[0].GetProperty("t").GetString());
        Assert.Equal("90/02/2032 12:08:07", messages[1].GetProperty("t").GetString());
    }

    [Fact]
    public void A_column_that_is_missing_is_named_with_those_that_exist()
    {
        var settings = Settings with { Map = Pairs("rpm=RPM") };

        var fault = Assert.Throws<RecordingFaultException>(() => Replay(settings, (Write("T1.csv", Drive), null)));

        Assert.Contains("no column \"RPM\"; it has Date, Time, Speed", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2021-03-29T11:13:45+02:00", "2021-03-29T09:13:45")]
    [InlineData("2021-03-29 11:13:45.250", "2021-03-29T11:13:45.25")]
    [InlineData("1211033530", "2008-05-17T14:12:10")]
    [InlineData("1211033530250", "2008-05-17T14:12:10.25")]
    [InlineData("03/29/2021 11:13:45", null)]
    [InlineData("2021-13-29T11:13:45", null)]
    [InlineData("", null)]
    public void Times_are_read_or_refused_but_never_guessed(string text, string? expected) =>
        Assert.Equal(expected, RecordedTime.Parse(text, null)?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF", System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.ReplaceLineEndings("\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return path;
    }

    private static (List<string> Lines, int Broken) Replay(ReplaySettings settings, params (string Path, string? Vehicle)[] files)
    {
        var plan = ReplayPlan.Make([.. files.Select(file => new Recording(file.Path, file.Vehicle, settings))], settings, null, faster: false);
        var broken = 0;
        var messages = ReplayStream.Messages(plan, settings, () => broken++)
            .Select(message => $"{message.DueMicroseconds} {message.Topic} {Encoding.UTF8.GetString(message.Payload.Span)}").ToList();
        return (messages, broken);
    }

    private static List<NamedValue> Pairs(string text) => NamedValue.ParseAll([text], []);
}
