using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;
using EdgeRelay.Rules.Tests.Properties;

namespace EdgeRelay.Rules.Tests.States;

public sealed class VehicleStateTests
{
    [Fact]
    public void A_new_state_is_tiny_and_comes_back()
    {
        var bytes = Saved.Bytes(new VehicleState(Given.Vehicle));

        Assert.InRange(bytes.Length, 1, 50);
        Assert.NotNull(VehicleState.Read(Given.Vehicle, bytes));
    }

    [Fact]
    public void A_working_vehicle_fits_in_three_hundred_bytes()
    {
        var book = new RuleBook
        {
            Version = 1,
            Landmarks = RandomDrive.Everything.Landmarks,
            Drivers = RandomDrive.Everything.Drivers,
            Detections =
            [
                new Detections.Detection.Location(),
                new Detections.Detection.Speed(),
                new Detections.Detection.TripComplete(),
                new Detections.Detection.Idle(),
                new Detections.Detection.LandmarkChange(),
                new Detections.Detection.IgnitionOn(),
                new Detections.Detection.Temperature(),
            ],
        };
        var drive = new Drive(book);
        drive.Send(Given.Sample(0).At(Given.Origin).Kmh(0).Ignition(false).Tag("021CB801000000A2").Temperature("cargo", -18.4));

        drive.Every(10, 10, 600, s => s.At(Given.Meters(1500)).Kmh(43.2).Ignition(true).Odometer(18_233_400).Heading(271).Accuracy(4).Temperature("cargo", -18.4));
        var moving = Saved.Bytes(drive.State).Length;
        drive.Every(10, 610, 800, s => s.At(Given.Meters(1500)).Kmh(0).Ignition(true).Odometer(18_233_400).Heading(271).Accuracy(4).Temperature("cargo", -18.4));
        var idling = Saved.Bytes(drive.State).Length;

        Assert.InRange(moving, 50, 300);
        Assert.InRange(idling, 50, 300);
    }

    [Fact]
    public void Nor_do_twenty_detections_make_a_busy_vehicle_bigger()
    {
        var drive = new Drive(Twenty.Book);
        var sizes = new List<int>();
        drive.Send(Given.Sample(0).At(Given.Origin).Kmh(0).Ignition(false).Tag("021CB801000000A2").Temperature("cargo", -18.4));
        for (var second = 10; second <= 1_800; second += 10)
        {
            // Mile after mile above two of the thresholds, through landmarks, with stops that become idling.
            var stands = second % 900 > 600;
            drive.Send(Given.Sample(second).At(Degrees(stands ? 1_500 : second * 3)).Mph(stands ? 0 : 62.4).Ignition(true).Heading(271)
                .Accuracy(4).Odometer(18_233_400 + (second * 27)).Volts(13.91).LimitMph(55)
                .Temperature("cargo", -18.4).Temperature("cab", 21.3));
            sizes.Add(Saved.Bytes(drive.State).Length);
        }

        Assert.Contains(drive.Events, e => e.Detection.Type == "idle");
        Assert.Contains(drive.Events, e => e is { Detection.Type: "speed", Kind: EventKind.Start });
        Assert.True(sizes.Max() <= 300, $"at most {sizes.Max()} bytes, on average {sizes.Average():0}");
    }

    /// <summary>With the decimals that devices send.</summary>
    private static Inputs.Position Degrees(double east)
    {
        var exact = Given.Meters(east);
        return new Inputs.Position(Math.Round(exact.Latitude, 6), Math.Round(exact.Longitude, 6));
    }

    [Fact]
    public void Any_damaged_byte_is_noticed()
    {
        var bytes = Working(3);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Null(VehicleState.Read(Given.Vehicle, damaged));
        }
    }

    [Fact]
    public void Any_missing_end_is_noticed()
    {
        var bytes = Working(4);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(VehicleState.Read(Given.Vehicle, bytes.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bytes_of_strangers_with_a_good_checksum_never_throw(int seed)
    {
        var luck = new Random(seed);
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = Working(seed)[..^4];
            for (var hits = luck.Next(1, 8); hits > 0; hits--)
            {
                bytes[luck.Next(1, bytes.Length)] = (byte)luck.Next(256);
            }

            var read = VehicleState.Read(Given.Vehicle, VehicleStateFormat.Seal(bytes));
            Assert.True(read is null || Saved.Bytes(read).Length > 0);
        }
    }

    [Fact]
    public void A_clone_goes_its_own_way()
    {
        var state = VehicleState.Read(Given.Vehicle, Working(5))!;
        var before = Saved.Bytes(state);

        var clone = new Drive(RandomDrive.Everything) { State = state.Clone() };
        RandomDrive.Mixed(9).ForEach(i => clone.Send(i));

        Assert.Equal(before, Saved.Bytes(state));
    }

    private static byte[] Working(int seed)
    {
        var drive = new Drive(RandomDrive.Everything);
        RandomDrive.Mixed(seed, 80).ForEach(i => drive.Send(i));
        return Saved.Bytes(drive.State);
    }
}
