using System.Globalization;
using System.Xml;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Reads OSM XML 0.6 element by element. Nothing outside the file is ever fetched: document types are refused.</summary>
internal static class OsmXmlReader
{
    private const int ElementsBetweenReports = 4096;

    /// <exception cref="XmlException">No well-formed XML, or a document type.</exception>
    /// <exception cref="InvalidDataException">Well-formed, but no extract.</exception>
    public static void Read(Stream stream, IOsmSink sink, Action read, CancellationToken cancellation)
    {
        using var xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        });
        xml.MoveToContent();
        if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "osm")
        {
            throw new InvalidDataException(
                $"The outermost element is <{xml.LocalName}>, not <osm>. Is it an OpenStreetMap extract?");
        }

        var way = new OsmWay();
        for (var elements = 0; xml.Read(); elements++)
        {
            if (elements % ElementsBetweenReports == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                read();
            }

            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "node" && sink.WantsNodes)
            {
                ReadNode(xml, sink);
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "way" && sink.WantsWays)
            {
                ReadWay(xml, way);
                sink.Way(way);
            }
        }
    }

    // A deleted node of an editor's file has no place.
    private static void ReadNode(XmlReader xml, IOsmSink sink)
    {
        if (xml.GetAttribute("lat") is { } latitude && xml.GetAttribute("lon") is { } longitude)
        {
            sink.Node(Id(xml, "id"), Degrees(xml, longitude, 180), Degrees(xml, latitude, 90));
        }
    }

    private static void ReadWay(XmlReader xml, OsmWay way)
    {
        way.Clear();
        way.Id = Id(xml, "id");
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "nd")
            {
                way.Nodes.Add(way.Nodes.Count < OsmWay.MaxNodes ? Id(xml, "ref") : throw Fault(xml, "a way has too many nodes"));
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "tag" && xml.GetAttribute("k") is { } key)
            {
                way.Tags[key] = xml.GetAttribute("v") ?? string.Empty;
            }
        }
    }

    private static long Id(XmlReader xml, string attribute) =>
        long.TryParse(xml.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw Fault(xml, $"<{xml.LocalName}> has no usable '{attribute}'");

    private static int Degrees(XmlReader xml, string text, int most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most
            ? (int)Math.Round(degrees * 1e7)
            : throw Fault(xml, $"{text} is no coordinate");

    private static InvalidDataException Fault(XmlReader xml, string what) =>
        new($"line {((IXmlLineInfo)xml).LineNumber}: {what}.");
}
