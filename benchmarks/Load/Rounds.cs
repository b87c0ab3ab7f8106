using System.Globalization;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>The rounds of one side, and how they are told.</summary>
internal sealed class Rounds(string name, string unit)
{
    private readonly List<Round> _all = [];

    public double MedianPerSecond => Median(r => r.PerSecond);

    public double MedianMicroseconds => Median(r => r.TargetMicroseconds);

    public void Add(Round round, TextWriter output)
    {
        _all.Add(round);
        output.WriteLine(Line($"  {name,-14} {round.PerSecond,10:F0} {unit}/s, {round.TargetMicroseconds,6:F2} us each; target {round.TargetProcessors:F2} processors, generator {round.OwnProcessors:F2}"));
    }

    public void Summarise(TextWriter output) => output.WriteLine(Line(
        $"  {name,-14} median {MedianPerSecond:F0} {unit}/s ({_all.Min(r => r.PerSecond):F0} to {_all.Max(r => r.PerSecond):F0}), {MedianMicroseconds:F2} us of processor each ({_all.Min(r => r.TargetMicroseconds):F2} to {_all.Max(r => r.TargetMicroseconds):F2})"));

    public static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private double Median(Func<Round, double> of) => _all.Select(of).Order().ElementAt(_all.Count / 2);
}
