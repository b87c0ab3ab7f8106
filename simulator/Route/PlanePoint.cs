namespace EdgeRelay.Simulator.Route;

/// <summary>A place in the city: metres east and north of its south-west corner.</summary>
internal readonly record struct PlanePoint(double X, double Y)
{
    public static PlanePoint operator +(PlanePoint a, PlanePoint b) => new(a.X + b.X, a.Y + b.Y);

    public static PlanePoint operator -(PlanePoint a, PlanePoint b) => new(a.X - b.X, a.Y - b.Y);

    public static PlanePoint operator *(PlanePoint a, double factor) => new(a.X * factor, a.Y * factor);

    public double Dot(PlanePoint other) => (X * other.X) + (Y * other.Y);

    public double Length => Math.Sqrt(Dot(this));

    public static PlanePoint Between(PlanePoint from, PlanePoint to, double fraction) => from + ((to - from) * fraction);
}
