using System.Globalization;
using System.IO.Compression;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Recordings;

/// <summary>Five drives recorded off the engine at 1 Hz, without ignition field and without a position: idling by engine speed.</summary>
public sealed class EngineLogTests
{
    private static readonly int[] Seconds = [30, 60, 120, 300];

    [RecordedDataFact]
    public void Idling_is_found_as_often_as_the_rows_say()
    {
        foreach (var name in new[] { "drive1", "idle1", "live10", "long5", "ufpe1" })
        {
            var rows = Rows(name);
            var drive = new Drive(Given.Book([.. Seconds.Select(s => new Detection.Idle { MinSeconds = s })]));
            for (var i = 0; i < rows.Count; i++)
            {
                drive.Send(Given.Sample(i).Rpm(rows[i].Rpm).Kmh(rows[i].Kmh));
            }

            foreach (var seconds in Seconds)
            {
                var found = drive.Events.Count(e => e.Kind == EventKind.Start && ((Detection.Idle)e.Detection).MinSeconds == seconds);
                Assert.True(RunsOf(rows, seconds) == found, $"{name}, {seconds} s: {found} found, {RunsOf(rows, seconds)} in the rows");
            }
        }
    }

    [RecordedDataFact]
    public void An_engine_that_runs_for_twenty_minutes_without_a_wheel_turning_is_one_idling()
    {
        var rows = Rows("idle1");
        var standing = rows.Count(r => r is { Rpm: > 300, Kmh: 0 });
        var drive = new Drive(Given.Book(new Detection.Idle()));
        for (var i = 0; i < rows.Count; i++)
        {
            drive.Send(Given.Sample(i).Rpm(rows[i].Rpm).Kmh(rows[i].Kmh));
        }

        drive.Send(Given.Sample(rows.Count).Rpm(900).Kmh(20));

        Assert.Equal([EventKind.Start, EventKind.End], drive.Events.Select(e => e.Kind));
        Assert.InRange(drive.Details<EventDetail.Idling>().Last().DurationSeconds, standing - 1, standing + 1);
    }

    /// <summary>Plainly over the rows: on from 300 rpm at up to 1 km/h, off above 5 km/h or at 0 rpm, and nothing between the two.</summary>
    private static int RunsOf(List<(double Rpm, double Kmh)> rows, int seconds)
    {
        var (count, since, hasTurned, isOn) = (0, -1, false, false);
        for (var i = 0; i < rows.Count; i++)
        {
            var (rpm, kmh) = rows[i];
            isOn = rpm >= 300 || (isOn && !(rpm == 0 && hasTurned));
            hasTurned |= rpm > 0;
            if (!isOn || kmh > 1)
            {
                // Creeping neither begins nor ends what was told, but a run that was not long enough begins anew.
                count += since >= 0 && i - since > seconds ? 1 : 0;
                since = -1;
            }
            else if (since < 0)
            {
                since = i;
            }
        }

        return count + (since >= 0 && rows.Count - 1 - since >= seconds ? 1 : 0);
    }

    private static List<(double Rpm, double Kmh)> Rows(string name)
    {
        using var packed = File.OpenRead(SharedRecordings.Path("obd", $"carOBD_{name}.csv.gz"));
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        reader.ReadLine();
        var rows = new List<(double, double)>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            rows.Add((double.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture)));
        }

        return rows;
    }
}
