using System.Globalization;
using System.Text;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Roads;

/// <summary>A small road network drawn in metres east and north of a point in Kansas, as OSM XML.</summary>
internal sealed class DrawnRoads
{
    public const double OriginLatitude = 38.5;
    public const double OriginLongitude = -98.5;
    private const double MetersPerDegree = 6_371_008.8 * Math.PI / 180;

    private readonly Dictionary<(double East, double North), int> _nodes = [];
    private readonly StringBuilder _ways = new();

    public static Position At(double east, double north) => new(
        OriginLatitude + (north / MetersPerDegree),
        OriginLongitude + (east / (MetersPerDegree * Math.Cos(OriginLatitude * Math.PI / 180))));

    /// <summary>Draws a way; points at the same place are the same node, so that ways meet there.</summary>
    /// <param name="tags">As <c>key=value</c>.</param>
    public DrawnRoads Way(long id, string tags, params (double East, double North)[] points)
    {
        _ways.Append(CultureInfo.InvariantCulture, $"<way id=\"{id}\">");
        foreach (var point in points)
        {
            _ways.Append(CultureInfo.InvariantCulture, $"<nd ref=\"{NodeAt(point)}\"/>");
        }

        foreach (var tag in tags.Split(','))
        {
            var parts = tag.Split('=');
            _ways.Append(CultureInfo.InvariantCulture, $"<tag k=\"{parts[0]}\" v=\"{parts[1]}\"/>");
        }

        _ways.Append("</way>");
        return this;
    }

    public string Osm()
    {
        var text = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?><osm version=\"0.6\">");
        foreach (var ((east, north), id) in _nodes)
        {
            var place = At(east, north);
            text.Append(CultureInfo.InvariantCulture, $"<node id=\"{id}\" lat=\"{place.Latitude:F7}\" lon=\"{place.Longitude:F7}\"/>");
        }

        return text.Append(_ways).Append("</osm>").ToString();
    }

    private int NodeAt((double East, double North) point) =>
        _nodes.TryGetValue(point, out var known) ? known : _nodes[point] = _nodes.Count + 1;
}
