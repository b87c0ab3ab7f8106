using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace EdgeRelay.Gateway.Tests.Roads;

/// <summary>Writes drawn roads as OSM PBF, with what a test wants to be odd about it.</summary>
internal sealed record DrawnPbf
{
    public string[] RequiredFeatures { get; init; } = ["OsmSchema-V0.6", "DenseNodes"];

    /// <summary>Field of the blob that holds the content: 1 unpacked, 3 zlib; others are kinds that nobody has to read.</summary>
    public int BlobField { get; init; } = 3;

    /// <summary>One message per node instead of dense lists.</summary>
    public bool PlainNodes { get; init; }

    public byte[] Write(DrawnRoads roads)
    {
        var osm = XDocument.Parse(roads.Osm()).Root!;
        var file = new MemoryStream();
        WriteBlock(file, "OSMHeader", [.. RequiredFeatures.SelectMany(f => Field(4, Encoding.UTF8.GetBytes(f)))]);
        WriteBlock(file, "OSMData", Data(osm));
        return file.ToArray();
    }

    private byte[] Data(XElement osm)
    {
        var texts = new List<string> { "" };
        var ways = osm.Elements("way").SelectMany(way => Field(3, Way(way, texts))).ToArray();
        var table = texts.SelectMany(t => Field(1, Encoding.UTF8.GetBytes(t))).ToArray();
        var nodes = PlainNodes ? osm.Elements("node").SelectMany(n => Field(1, Node(n))).ToArray() : Field(2, Dense(osm));
        return [.. Field(1, table), .. Field(2, nodes), .. Field(2, ways)];
    }

    private static byte[] Node(XElement node) =>
        [.. Tag(1, 0), .. Zigzag((long)node.Attribute("id")!), .. Tag(8, 0), .. Zigzag(Units(node, "lat")), .. Tag(9, 0), .. Zigzag(Units(node, "lon"))];

    private static byte[] Dense(XElement osm) =>
    [
        .. Field(1, Deltas(osm.Elements("node").Select(n => (long)n.Attribute("id")!))),
        .. Field(8, Deltas(osm.Elements("node").Select(n => Units(n, "lat")))),
        .. Field(9, Deltas(osm.Elements("node").Select(n => Units(n, "lon")))),
    ];

    private static byte[] Way(XElement way, List<string> texts) =>
    [
        .. Tag(1, 0), .. Varint((ulong)(long)way.Attribute("id")!),
        .. Field(2, [.. way.Elements("tag").SelectMany(t => Varint((ulong)IndexOf(texts, (string)t.Attribute("k")!)))]),
        .. Field(3, [.. way.Elements("tag").SelectMany(t => Varint((ulong)IndexOf(texts, (string)t.Attribute("v")!)))]),
        .. Field(8, Deltas(way.Elements("nd").Select(n => (long)n.Attribute("ref")!))),
    ];

    private static int IndexOf(List<string> texts, string text)
    {
        if (!texts.Contains(text))
        {
            texts.Add(text);
        }

        return texts.IndexOf(text);
    }

    private static long Units(XElement node, string attribute) => (long)Math.Round((double)node.Attribute(attribute)! * 1e7);

    private void WriteBlock(MemoryStream file, string type, byte[] content)
    {
        byte[] blob = BlobField == 1
            ? Field(1, content)
            : [.. Tag(2, 0), .. Varint((ulong)content.Length), .. Field(BlobField, Zlib(content))];
        byte[] header = [.. Field(1, Encoding.UTF8.GetBytes(type)), .. Tag(3, 0), .. Varint((ulong)blob.Length)];
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        file.Write(blob);
    }

    private static byte[] Zlib(byte[] content)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Deltas(IEnumerable<long> values)
    {
        var before = 0L;
        var bytes = new List<byte>();
        foreach (var value in values)
        {
            bytes.AddRange(Zigzag(value - before));
            before = value;
        }

        return [.. bytes];
    }

    private static byte[] Field(int number, byte[] content) => [.. Tag(number, 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Tag(int number, int wireType) => Varint((ulong)((number << 3) | wireType));

    private static byte[] Zigzag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
