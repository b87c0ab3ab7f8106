using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Explaining;
using EdgeRelay.Rules.State;
using EdgeRelay.Rules.Tests.Properties;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Explaining;

/// <summary>Explanations against what the rules then do. FsCheck prints the seed of a failure.</summary>
public sealed class ExplainProperties
{
    private const int Drives = 20;
    private const int SoakDrives = 2000;

    [Fact]
    public void Explaining_changes_nothing_and_tells_of_the_very_events_that_follow() => ForEverySeed(seed =>
    {
        var state = new VehicleState(Given.Vehicle);
        foreach (var input in RandomDrive.Mixed(seed))
        {
            var before = Saved.Bytes(state);
            var explained = RuleEngine.Explain(state, input, RandomDrive.Everything);
            Assert.Equal(before, Saved.Bytes(state));

            var events = new List<RuleEvent>();
            Assert.Equal(RuleEngine.Apply(state, input, RandomDrive.Everything, events), explained.Verdict);
            Assert.Equal(events.Select(e => e.Id), explained.Events.Select(e => e.Id));
        }
    });

    /// <summary>Events of a deadline belong to their trigger as well; those of a type that the input cannot explain are in the whole list.</summary>
    [Fact]
    public void Every_event_of_a_sample_is_explained_by_one_trigger() => ForEverySeed(seed =>
    {
        var state = new VehicleState(Given.Vehicle);
        foreach (var sample in RandomDrive.Samples(seed))
        {
            var explained = RuleEngine.Explain(state, sample, RandomDrive.Everything);
            RuleEngine.Apply(state, sample, RandomDrive.Everything, []);
            if (explained.Verdict == InputVerdict.Applied)
            {
                Assert.Equal(
                    explained.Events.Select(e => e.Id.ToGuid()).Order(), explained.Triggers.SelectMany(t => t.Events).Select(id => id.ToGuid()).Order());
            }
        }
    });

    [Fact]
    public void A_detection_without_memory_fires_when_all_its_conditions_hold_and_only_then() => ForEverySeed(seed =>
    {
        var state = new VehicleState(Given.Vehicle);
        foreach (var sample in RandomDrive.Samples(seed))
        {
            foreach (var told in RuleEngine.Explain(state, sample, RandomDrive.Everything).Triggers.Where(IsStateless))
            {
                Assert.True(told.Fired == told.Conditions.All(c => c.Holds == true), $"{told.Detection.Canonical}: {string.Join("; ", told.Conditions)}");
            }

            RuleEngine.Apply(state, sample, RandomDrive.Everything, []);
        }
    });

    private static bool IsStateless(TriggerExplanation told) => told.Detection
        is Detection.Speed { Episode: false, MinDurationSeconds: 0, MinFixes: 1 }
        or Detection.PostedSpeed { Episode: false, MinDurationSeconds: 0, MinFixes: 1 }
        or Detection.Location { MinIntervalSeconds: 0, MinDistanceMeters: 0, MinTurnDegrees: 0 }
        or Detection.Temperature { Mode: TemperatureMode.Report, MinIntervalSeconds: 0 };

    private static void ForEverySeed(Action<int> law) =>
        Laws.ForEverySeed(Drives, SoakDrives, law);
}
