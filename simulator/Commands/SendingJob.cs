using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Reporting;

namespace EdgeRelay.Simulator.Commands;

/// <summary>What there is to send.</summary>
internal sealed record SendingJob
{
    /// <summary>In the topics.</summary>
    public required long Account { get; init; }

    public required IReadOnlyList<string> Vehicles { get; init; }

    /// <summary>Makes the stream. Called once, when all is connected, so that "now" is when sending begins.</summary>
    public required Func<RunTally, IEnumerable<PlannedMessage>> Messages { get; init; }

    /// <summary>Null when there is no end.</summary>
    public long? ExpectedMessages { get; init; }

    /// <summary>Speed of the run's clock; infinity for as fast as acknowledgements allow.</summary>
    public required double Factor { get; init; }
}
