using System.Globalization;

namespace EdgeRelay.Simulator.Replay;

/// <summary>Finds columns: by the header's names, or by number from 1 where there is no header.</summary>
internal sealed class ColumnNames(string path, string[]? header)
{
    /// <exception cref="RecordingFaultException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        if (header is null)
        {
            return int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number - 1
                : throw new RecordingFaultException($"{path}: without a header, columns are numbers from 1, not \"{column}\".");
        }

        var exact = Array.IndexOf(header, column);
        var index = exact >= 0 ? exact : Array.FindIndex(header, name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? index
            : throw new RecordingFaultException(
                $"{path} has no column \"{column}\"; it has {string.Join(", ", header)}. If its first line is no header, add --no-header and use numbers.");
    }
}
