using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Tests;

/// <summary>One vehicle on its way: inputs go in, events pile up.</summary>
internal sealed class Drive(RuleBook book)
{
    public RuleBook Book { get; set; } = book;

    public VehicleState State { get; set; } = new(Given.Vehicle);

    public List<RuleEvent> Events { get; } = [];

    public InputVerdict LastVerdict { get; private set; }

    public Drive Send(VehicleInput input)
    {
        LastVerdict = RuleEngine.Apply(State, input, Book, Events);
        return this;
    }

    public Drive Send(SampleBuilder sample) => Send(sample.Build());

    public Drive Tick(double second) => Send(new Tick { Time = Given.Second(second), Received = Given.Second(second) });

    /// <summary>The same sample every so often, both ends included.</summary>
    public Drive Every(double step, double from, double to, Func<SampleBuilder, SampleBuilder> what)
    {
        for (var second = from; second <= to; second += step)
        {
            Send(what(Given.Sample(second)));
        }

        return this;
    }

    public IEnumerable<T> Details<T>()
        where T : EventDetail => Events.Select(e => e.Detail).OfType<T>();
}
