using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>The rules: a pure function of a vehicle's state, an input and the account's rule book.</summary>
public static class RuleEngine
{
    /// <summary>Bumped whenever the meaning of the stored state or of any rule changes; written with every stored state.</summary>
    public const int Version = 1;

    /// <summary>Applies <paramref name="input"/> to <paramref name="state"/> in place and appends what the rules found.</summary>
    /// <remarks>The hot path: allocates only for events. Deadlines up to the input's time fire first, in order.</remarks>
    public static InputVerdict Apply(VehicleState state, VehicleInput input, RuleBook book, List<RuleEvent> events) =>
        throw new NotSupportedException();

    /// <summary>The same without touching <paramref name="state"/>: for tests, explain and back-test.</summary>
    public static Evaluation Step(VehicleState state, VehicleInput input, RuleBook book)
    {
        var next = state.Clone();
        var events = new List<RuleEvent>();
        var verdict = Apply(next, input, book, events);
        return new Evaluation(next, verdict, events);
    }
}
