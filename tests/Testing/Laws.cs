using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace EdgeRelay.Testing;

/// <summary>Checks laws by FsCheck, which prints the seed of a failure; <c>EDGERELAY_SEED</c> repeats that one alone.</summary>
public static class Laws
{
    // Any two numbers do, the second odd.
    private static readonly Rnd EverydayDice = new(0x45_44_47_45_52_45_4C_41UL, 0x59_01UL);

    /// <param name="everyday">Seeds of the everyday run, always the same ones.</param>
    /// <param name="soak">New seeds of a soak run.</param>
    /// <param name="law">Throws when it does not hold for a seed.</param>
    public static void ForEverySeed(int everyday, int soak, Action<int> law)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (Seeds.Given is { } given)
        {
            law(given);
            return;
        }

        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), law).Check(For(Seeds.Times(everyday, soak)));
    }

    /// <summary>Checks a property of FsCheck's with a hundred cases of the everyday run, or 10,000 new ones of a soak run.</summary>
    public static void MustHold(this Property property) => property.Check(For(Seeds.Times(100, 10_000)));

    private static Config For(int cases)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases);
        return Seeds.IsSoak ? config : config.WithReplay(FSharpOption<Replay>.Some(new Replay(EverydayDice, FSharpOption<int>.None)));
    }
}
