using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>
/// The oracle for distances: Vincenty's iterations on WGS 84 (Survey Review 176, 1975), right to a tenth of a millimetre unless
/// the points lie on opposite sides of the earth.
/// </summary>
internal static class Vincenty
{
    private const double A = 6_378_137;
    private const double F = 1 / 298.257223563;
    private const double B = A * (1 - F);

    public static double Meters(Position from, Position to)
    {
        var (sinU1, cosU1) = Reduced(from.Latitude);
        var (sinU2, cosU2) = Reduced(to.Latitude);
        var l = Math.IEEERemainder(to.Longitude - from.Longitude, 360) * Math.PI / 180;
        var lambda = l;
        for (var i = 0; ; i++)
        {
            var (sinL, cosL) = Math.SinCos(lambda);
            var sinSigma = Math.Sqrt(
                Math.Pow(cosU2 * sinL, 2) + Math.Pow((cosU1 * sinU2) - (sinU1 * cosU2 * cosL), 2));
            if (sinSigma == 0)
            {
                return 0;
            }

            var cosSigma = (sinU1 * sinU2) + (cosU1 * cosU2 * cosL);
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinL / sinSigma;
            var cos2Alpha = 1 - (sinAlpha * sinAlpha);
            var cos2Middle = cos2Alpha > 1e-15 ? cosSigma - (2 * sinU1 * sinU2 / cos2Alpha) : 0;
            var c = F / 16 * cos2Alpha * (4 + (F * (4 - (3 * cos2Alpha))));
            var last = lambda;
            lambda = l + ((1 - c) * F * sinAlpha * (sigma + (c * sinSigma * (cos2Middle + (c * cosSigma * (-1 + (2 * cos2Middle * cos2Middle)))))));
            if (Math.Abs(lambda - last) < 1e-13 || i == 100)
            {
                return Length(cos2Alpha, sigma, sinSigma, cosSigma, cos2Middle);
            }
        }
    }

    private static double Length(double cos2Alpha, double sigma, double sinSigma, double cosSigma, double cos2Middle)
    {
        var u = cos2Alpha * ((A * A) - (B * B)) / (B * B);
        var a = 1 + (u / 16384 * (4096 + (u * (-768 + (u * (320 - (175 * u)))))));
        var b = u / 1024 * (256 + (u * (-128 + (u * (74 - (47 * u))))));
        var square = cos2Middle * cos2Middle;
        var delta = b * sinSigma * (cos2Middle + (b / 4 * ((cosSigma * (-1 + (2 * square)))
            - (b / 6 * cos2Middle * (-3 + (4 * sinSigma * sinSigma)) * (-3 + (4 * square))))));
        return B * a * (sigma - delta);
    }

    private static (double Sin, double Cos) Reduced(double latitude) =>
        Math.SinCos(Math.Atan((1 - F) * Math.Tan(latitude * Math.PI / 180)));
}
