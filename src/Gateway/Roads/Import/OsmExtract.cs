using System.IO.Compression;
using System.Xml;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>An OpenStreetMap extract on disk, read from beginning to end: <c>.osm</c>, <c>.osm.gz</c> or <c>.osm.pbf</c>.</summary>
/// <remarks>What it is is seen from its first bytes, not from its name.</remarks>
internal static class OsmExtract
{
    /// <param name="read">Is told the bytes read so far, now and then.</param>
    /// <exception cref="RoadImportException">The file is damaged, or is no extract that can be read.</exception>
    public static void Read(string path, IOsmSink sink, Action<long> read, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            ReadContent(file, sink, () => read(file.Position), cancellation);
            read(file.Length);
        }
        catch (XmlException error)
        {
            throw new RoadImportException(
                $"{path}: damaged at line {error.LineNumber}, near byte {file.Position:N0}: {error.Message}", error);
        }
        catch (InvalidDataException error)
        {
            throw new RoadImportException($"{path}: damaged near byte {file.Position:N0}: {error.Message}", error);
        }
    }

    private static void ReadContent(FileStream file, IOsmSink sink, Action read, CancellationToken cancellation)
    {
        Span<byte> head = stackalloc byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        switch (head[..length])
        {
            case []:
                throw new InvalidDataException("The file is empty.");
            case [0x1F, 0x8B, ..]:
                using (var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true))
                {
                    OsmXmlReader.Read(unpacked, sink, read, cancellation);
                }

                break;
            case [(byte)'<', ..] or [0xEF, 0xBB, 0xBF, ..]:
                OsmXmlReader.Read(file, sink, read, cancellation);
                break;
            case [(byte)'B', (byte)'Z', (byte)'h', ..]:
                throw new InvalidDataException("bzip2 is not read; unpack it first (bunzip2), or take the .osm.pbf of the same extract.");
            default:
                new OsmPbfReader(file, sink, read, cancellation).Read();
                break;
        }
    }
}
