using System.IO.Compression;
using System.Text;

namespace EdgeRelay.Simulator.Replay;

/// <summary>Reads a delimited text file row by row: plain or gzipped, with or without quotes, LF or CRLF, with or without a byte order mark.</summary>
/// <remarks>A quoted field must end on its line. Blank lines are skipped; cells are trimmed.</remarks>
internal sealed class DelimitedLines(string path, char? delimiter)
{
    private static readonly char[] Blanks = [' ', '\t'];

    public IEnumerable<string[]> Rows()
    {
        using var reader = Open();
        var separator = delimiter;
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                separator ??= Guess(line);
                yield return Split(line, separator.Value);
            }
        }
    }

    private StreamReader Open()
    {
        Stream file = File.OpenRead(path);
        return new StreamReader(
            path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.UTF8);
    }

    private static char Guess(string line) =>
        line.Contains(',', StringComparison.Ordinal) ? ','
        : line.Contains(';', StringComparison.Ordinal) ? ';'
        : line.Contains('\t', StringComparison.Ordinal) ? '\t'
        : ' ';

    private static string[] Split(string line, char separator)
    {
        if (separator == ' ')
        {
            return line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        }

        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(separator, StringSplitOptions.TrimEntries);
        }

        return SplitQuoted(line, separator);
    }

    private static string[] SplitQuoted(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (line[at] == '"')
            {
                quoted = !quoted;
            }
            else if (line[at] == separator && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[at]);
            }
        }

        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }
}
