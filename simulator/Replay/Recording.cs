using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Replay;

/// <summary>One recorded file: one vehicle named after it, or several by a column.</summary>
internal sealed class Recording
{
    private readonly ReplaySettings _settings;
    private readonly string? _vehicle;
    private readonly DelimitedLines _lines;

    /// <param name="vehicle">Null: the file's name without folder and endings.</param>
    public Recording(string path, string? vehicle, ReplaySettings settings)
    {
        Path = path;
        _settings = settings;
        _vehicle = settings.VehicleColumn is null ? vehicle ?? VehicleOf(path) : null;
        _lines = new DelimitedLines(path, settings.Delimiter);
    }

    public string Path { get; }

    /// <summary>Columns of <see cref="ReplaySettings.Map"/>, in its order; known once rows are read.</summary>
    public IReadOnlyList<int> Columns { get; private set; } = [];

    public IEnumerable<RecordedRow> Rows()
    {
        ColumnNames? names = null;
        int[] timeColumns = [];
        var vehicleColumn = -1;
        foreach (var cells in _lines.Rows())
        {
            if (names is null)
            {
                names = new ColumnNames(Path, _settings.HasHeader ? cells : null);
                Columns = [.. _settings.Map.Select(map => names.IndexOf(map.Value))];
                timeColumns = [.. _settings.TimeColumns.Select(names.IndexOf)];
                vehicleColumn = _settings.VehicleColumn is { } column ? names.IndexOf(column) : -1;
                if (_settings.HasHeader)
                {
                    continue;
                }
            }

            var text = string.Join(' ', timeColumns.Select(column => Cell(cells, column)));
            var vehicle = _vehicle ?? Clean(Cell(cells, vehicleColumn));
            yield return new RecordedRow(vehicle, RecordedTime.Parse(text, _settings.TimeFormat), text, cells);
        }
    }

    /// <summary>Reads the file once through: what there is to send, and its first and latest readable time.</summary>
    public RecordingExtent Measure()
    {
        long rows = 0, broken = 0;
        DateTime? first = null, last = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var vehicles = new List<string>();
        foreach (var row in Rows())
        {
            rows++;
            if (seen.Add(row.Vehicle))
            {
                vehicles.Add(row.Vehicle);
            }

            if (row.Time is not { } time)
            {
                broken++;
                continue;
            }

            first ??= time;
            last = last is null || time > last ? time : last;
        }

        return new RecordingExtent(rows, broken, first, last, vehicles);
    }

    public static string Cell(string[] cells, int column) => column < cells.Length ? cells[column] : "";

    internal static string VehicleOf(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^3];
        }

        return Clean(System.IO.Path.GetFileNameWithoutExtension(name));
    }

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Trim().Take(64).Select(c => VehicleTopics.IsNameCharacter(c) ? c : '-'));
        return clean.Length > 0 ? clean : "unnamed";
    }
}
