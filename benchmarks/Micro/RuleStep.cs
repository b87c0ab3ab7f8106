using System.Diagnostics;
using System.Globalization;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>
/// One step of the rule engine with twenty triggers of all fourteen types and 10,000 landmarks, for vehicles that drive about among
/// them at 1 Hz and cause nothing: what every message of a fleet costs before anybody is told of anything.
/// </summary>
internal static class RuleStep
{
    private const int Rounds = 15;
    private const int WarmUpRounds = 4;
    private const int Vehicles = 64;
    private const int SamplesPerVehicle = 1_500;
    private const double TargetMicroseconds = 2;

    /// <returns>0 when the median step is within the target and no step without an event allocates.</returns>
    public static int Run(TextWriter output)
    {
        var book = RuleScene.Book();
        var drives = Enumerable.Range(0, Vehicles).Select(v => RuleScene.Drive(v, SamplesPerVehicle)).ToList();
        var events = new List<RuleEvent>();
        var (steps, allocated, told) = (new List<double>(Rounds), 0L, 0);
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            var states = drives.Select((_, v) => new VehicleState(new VehicleKey(1, "truck-" + v))).ToList();
            Apply(states, drives, 0, 100, book, events);
            events.Clear();

            // A collection that ends while a round runs would count the thread's unused room as allocated.
            GC.Collect();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            Apply(states, drives, 100, SamplesPerVehicle, book, events);
            var elapsed = Stopwatch.GetElapsedTime(started);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (round >= WarmUpRounds)
            {
                steps.Add(elapsed.TotalMicroseconds / (Vehicles * (SamplesPerVehicle - 100)));
                allocated += bytes;
                told += events.Count;
            }
        }

        var median = steps.Order().ElementAt(steps.Count / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rules: 20 triggers, {RuleScene.Landmarks} landmarks: {median:F2} µs a step ({steps.Min():F2} to {steps.Max():F2}), {allocated} bytes allocated, {told} events"));
        return median <= TargetMicroseconds && allocated == 0 ? 0 : 1;
    }

    private static void Apply(
        List<VehicleState> states, List<Sample[]> drives, int from, int to, RuleBook book, List<RuleEvent> events)
    {
        for (var i = from; i < to; i++)
        {
            for (var v = 0; v < states.Count; v++)
            {
                RuleEngine.Apply(states[v], drives[v][i], book, events);
            }
        }
    }
}
