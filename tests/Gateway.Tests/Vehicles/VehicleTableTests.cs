using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Tests.Vehicles;

public sealed class VehicleTableTests
{
    private const int Many = 20_000;

    private static readonly AccountCell Account = new(
        1, new AccountBook(new AccountConfiguration(1, [new RuleEra(long.MinValue, new RulesSettings())], [], LandmarkIndex.Empty)));

    private readonly VehicleTable _table = new();

    [Fact]
    public void Each_of_many_vehicles_is_found_by_its_number_and_by_its_key()
    {
        for (var no = 1; no <= Many; no++)
        {
            Add(no);
        }

        Assert.Equal(Many, _table.Count);
        Assert.Equal(Enumerable.Range(1, Many).Select(no => (long)no), _table.All.Select(v => v.No));
        Assert.All(Enumerable.Range(1, Many), no => Assert.Equal(no, _table.Find(KeyOf(no))!.No));
        Assert.All(Enumerable.Range(1, Many), no => Assert.Equal(KeyOf(no), _table.Find(no)!.Key));
    }

    [Fact]
    public void Strangers_are_not_found()
    {
        Add(7);

        Assert.Null(_table.Find(KeyOf(8)));
        Assert.Null(_table.Find(new VehicleKey(2, KeyOf(7).VehicleId)));
        Assert.Null(_table.Find(0));
        Assert.Null(_table.Find(-1));
        Assert.Null(_table.Find(8));
        Assert.Null(_table.Find(long.MaxValue));
    }

    [Fact]
    public void Numbers_may_leave_some_out()
    {
        Add(100_000);
        Add(3);

        Assert.Equal([3L, 100_000L], _table.All.Select(v => v.No));
        Assert.Equal(100_000, _table.Find(KeyOf(100_000))!.No);
    }

    [Fact]
    public void A_key_that_is_there_makes_no_second_vehicle()
    {
        var first = Add(1);

        Assert.Same(first, _table.GetOrAdd(KeyOf(1), _ => throw new InvalidOperationException("made twice")));
    }

    [Fact]
    public void A_vehicle_without_a_number_is_a_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => Add(0));

    [Fact]
    public async Task Whoever_reads_while_others_are_added_finds_all_that_were_added_before()
    {
        var added = 0;
        var reader = Task.Run(() =>
        {
            while (Volatile.Read(ref added) is var upTo && upTo < Many)
            {
                for (var no = Math.Max(1, upTo - 50); no <= upTo; no++)
                {
                    Assert.NotNull(_table.Find(no));
                    Assert.Same(_table.Find(no), _table.Find(KeyOf(no)));
                }
            }
        });
        for (var no = 1; no <= Many; no++)
        {
            Add(no);
            Volatile.Write(ref added, no);
        }

        await reader;
    }

    private static VehicleKey KeyOf(int no) => new(1, "truck-" + no);

    private VehicleRef Add(int no) => _table.GetOrAdd(
        KeyOf(no), key => new VehicleRef(key, no, 0, Account, VehicleProfile.Unknown, stored: true));
}
