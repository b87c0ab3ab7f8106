namespace EdgeRelay.Rules.Landmarks;

public enum LandmarkKind : byte
{
    Polygon,
    MultiPolygon,
    Circle,
    Corridor,
}
