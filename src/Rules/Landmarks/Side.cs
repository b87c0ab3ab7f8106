using System.Runtime.CompilerServices;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>On which side of a line a point lies, decided without rounding error.</summary>
/// <remarks>
/// The sign of the determinant in plain doubles is right unless it is smaller than its error bound; then it is summed up exactly
/// from error-free products (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997). That is what makes "on the border"
/// mean exactly on it. Allocates nothing.
/// </remarks>
internal static class Side
{
    /// <summary>Shewchuk's bound for the plain determinant relative to its two products: (3 + 16ε) ε with ε = 2^-53.</summary>
    public const double ErrorBound = 3.3306690738754716e-16;

    /// <returns>Above 0 left of the line from a to b, below 0 right of it, 0 exactly on it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double ax, double ay, double bx, double by, double x, double y)
    {
        var left = (ax - x) * (by - y);
        var right = (ay - y) * (bx - x);
        var determinant = left - right;
        var bound = ErrorBound * (Math.Abs(left) + Math.Abs(right));
        return determinant > bound || -determinant > bound ? determinant : Exact(ax, ay, bx, by, x, y);
    }

    private static double Exact(double ax, double ay, double bx, double by, double x, double y)
    {
        Span<double> sum = stackalloc double[12];
        var length = 0;
        AddProduct(sum, ref length, ax, by);
        AddProduct(sum, ref length, -ay, bx);
        AddProduct(sum, ref length, -ax, y);
        AddProduct(sum, ref length, ay, x);
        AddProduct(sum, ref length, -x, by);
        AddProduct(sum, ref length, y, bx);

        // The terms do not overlap and grow, so the last one that is not 0 has the sign of the sum.
        for (var i = length - 1; i >= 0; i--)
        {
            if (sum[i] != 0)
            {
                return sum[i];
            }
        }

        return 0;
    }

    private static void AddProduct(Span<double> sum, ref int length, double a, double b)
    {
        var product = a * b;
        Add(sum, ref length, Math.FusedMultiplyAdd(a, b, -product));
        Add(sum, ref length, product);
    }

    /// <summary>Adds a number to a sum of non-overlapping terms, smallest first, and keeps it so.</summary>
    private static void Add(Span<double> sum, ref int length, double term)
    {
        for (var i = 0; i < length; i++)
        {
            var total = term + sum[i];
            var part = total - term;
            var error = (term - (total - part)) + (sum[i] - part);
            sum[i] = error;
            term = total;
        }

        sum[length++] = term;
    }
}
