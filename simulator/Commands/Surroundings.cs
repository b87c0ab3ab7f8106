using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Commands;

/// <summary>What the program stands in: clock, data out, talk, whether a person watches the talk, and the way to a broker.</summary>
internal sealed record Surroundings
{
    public required TimeProvider Clock { get; init; }

    /// <summary>Data goes here.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and errors go here.</summary>
    public required TextWriter Talk { get; init; }

    public bool TalkIsTerminal { get; init; }

    /// <summary>Connects the named vehicles, or throws <see cref="BrokerUnreachableException"/> or <see cref="BrokerRefusedException"/>.</summary>
    public required Func<BrokerSettings, IReadOnlyList<string>, CancellationToken, Task<ITelemetrySink>> Connect { get; init; }

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;
}
