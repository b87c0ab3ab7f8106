using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void A_sample_without_events_allocates_nothing()
    {
        Assert.Equal(0, BytesPerRun(Given.Book()));
    }

    [Fact]
    public void Nor_do_twenty_detections_that_find_nothing()
    {
        Detection[] quiet =
        [
            .. Enumerable.Range(90, 8).Select(mph => new Detection.Speed { Mph = mph }),
            .. Enumerable.Range(90, 4).Select(mph => new Detection.Speed { Mph = mph, Episode = true }),
            new Detection.Idle(), new Detection.TripComplete(), new Detection.IgnitionOn(), new Detection.Heartbeat(),
            new Detection.LandmarkChange(), new Detection.DriverAssignment(), new Detection.PostedSpeed(), new Detection.Temperature(),
        ];

        Assert.Equal(0, BytesPerRun(Given.Book(quiet)));
    }

    [Fact]
    public void An_event_does_allocate()
    {
        Assert.NotEqual(0, BytesPerRun(Given.Book(new Detection.Location())));
    }

    private static long BytesPerRun(RuleBook book)
    {
        var samples = new List<Sample>();
        for (var i = 0; i < 400; i++)
        {
            samples.Add(Given.Sample(i).At(Given.Meters(i * 15)).Kmh(54).Ignition(true).Heading(90).Accuracy(4).Build());
        }

        var state = new VehicleState(Given.Vehicle);
        var events = new List<RuleEvent>();
        for (var i = 0; i < 100; i++)
        {
            RuleEngine.Apply(state, samples[i], book, events);
        }

        events.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < samples.Count; i++)
        {
            RuleEngine.Apply(state, samples[i], book, events);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
