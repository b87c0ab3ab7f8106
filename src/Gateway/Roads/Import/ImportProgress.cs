using System.Globalization;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Shows how far an import is: a bar on a terminal, else a line per stage and tenth.</summary>
internal sealed class ImportProgress(TextWriter output, bool isTerminal, TimeProvider clock)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private ImportStage? _stage;
    private long _drawnAt;
    private int _drawnTenth;
    private int _drawnLength;

    /// <param name="done">Bytes of the extract read in this stage; 0 of 0 where a stage has no measure.</param>
    public void Show(ImportStage stage, long done, long total)
    {
        var isNew = stage != _stage;
        var tenth = total > 0 ? (int)(10 * done / total) : 0;
        if (isTerminal && (isNew || done == total || clock.GetElapsedTime(_drawnAt) >= Pause))
        {
            _drawnAt = clock.GetTimestamp();
            Draw(Line(stage, done, total));
        }
        else if (!isTerminal && (isNew || tenth > _drawnTenth))
        {
            output.WriteLine(Text(stage, done, total));
        }

        (_stage, _drawnTenth) = (stage, tenth);
    }

    /// <summary>Leaves the terminal's line clean for what is told next.</summary>
    public void End()
    {
        if (isTerminal)
        {
            Draw(string.Empty);
            output.Write('\r');
            _drawnLength = 0;
        }
    }

    private static string Line(ImportStage stage, long done, long total)
    {
        var full = total > 0 ? (int)(BarWidth * done / total) : 0;
        return total > 0
            ? $"[{new string('#', full)}{new string('.', BarWidth - full)}] {Text(stage, done, total)}"
            : Text(stage, done, total);
    }

    private static string Text(ImportStage stage, long done, long total) => stage switch
    {
        ImportStage.ReadingRoads => string.Create(CultureInfo.InvariantCulture, $"1/4 reading roads  {Megabytes(done)} of {Megabytes(total)} MB"),
        ImportStage.ReadingPlaces => string.Create(CultureInfo.InvariantCulture, $"2/4 reading places {Megabytes(done)} of {Megabytes(total)} MB"),
        ImportStage.Joining => "3/4 joining",
        _ => "4/4 sorting and writing",
    };

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture);

    private void Draw(string line)
    {
        output.Write('\r' + line.PadRight(_drawnLength));
        output.Flush();
        _drawnLength = line.Length;
    }
}
