using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.State;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>What holds for every input whatsoever, in any order, with all fourteen types asked for. FsCheck prints the seed of a failure.</summary>
public sealed class TotalityProperties
{
    private const int InputsPerCase = 8;

    [Theory]
    [InlineData(RuleProfile.Standard, 2_000)]
    [InlineData(RuleProfile.Raw, 1_000)]
    public void No_input_makes_the_rules_throw_and_the_state_always_comes_back_from_rest(RuleProfile profile, int cases)
    {
        var book = new RuleBook
        {
            Version = 1,
            Profile = profile,
            Detections = RandomDrive.Everything.Detections,
            Landmarks = RandomDrive.Everything.Landmarks,
            Drivers = RandomDrive.Everything.Drivers,
            DriverRules = RandomDrive.Everything.DriverRules,
            Ignition = new IgnitionSettings { FromVoltage = true },
        };
        Laws.ForEverySeed(cases, cases * 50, seed => Drive(book, seed));
    }

    private static void Drive(RuleBook book, int seed)
    {
        var any = new AnyInput(seed);
        var state = new VehicleState(Given.Vehicle);
        var events = new List<RuleEvent>();
        for (var i = 0; i < InputsPerCase; i++)
        {
            RuleEngine.Apply(state, any.Next(), book, events);
        }

        var bytes = Saved.Bytes(state);
        Assert.Equal(bytes, Saved.Bytes(VehicleState.Read(Given.Vehicle, bytes)!));
        Assert.All(events, e => Assert.NotNull(e.Vehicle));
    }
}
