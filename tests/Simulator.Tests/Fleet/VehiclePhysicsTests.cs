using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Fleet;
using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Tests.Fleet;

public sealed class VehiclePhysicsTests
{
    private const double StepSeconds = Vehicle.StepMilliseconds / 1000.0;

    public static TheoryData<int> Vehicles => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Vehicles))]
    public void Nobody_teleports_or_exceeds_what_the_vehicle_can_do(int index)
    {
        var vehicle = new Vehicle(seed: 99, index);
        for (var step = 1L; step <= 36_000; step++)
        {
            var before = vehicle.Now;
            var now = vehicle.At(step * Vehicle.StepMilliseconds * 1000);

            var acceleration = (now.Speed - before.Speed) / StepSeconds;
            Assert.InRange(acceleration, -SpeedControl.HardestBraking - 0.001, vehicle.Profile.Acceleration + 0.001);
            var moved = (now.Point - before.Point).Length;
            Assert.True(moved <= (Math.Max(now.Speed, before.Speed) * StepSeconds) + 0.03, $"step {step}: {moved} m at {now.Speed} m/s");
            Assert.InRange(now.Odometer - before.Odometer, 0, moved * 1.02 + 0.001);
            Assert.InRange(now.Speed, 0, 84 * City.MetersPerSecondPerMph);
        }

        Assert.True(vehicle.Now.Odometer - new Vehicle(99, index).Now.Odometer > 3_000, "hardly moved in an hour");
    }

    [Theory]
    [MemberData(nameof(Vehicles))]
    public void Turns_are_taken_slowly_and_only_by_a_few_degrees_at_a_time(int index)
    {
        var vehicle = new Vehicle(seed: 5, index);
        for (var step = 1L; step <= 36_000; step++)
        {
            var before = vehicle.Now;
            var now = vehicle.At(step * Vehicle.StepMilliseconds * 1000);

            var turned = Math.Abs(((now.Heading - before.Heading + 540) % 360) - 180);
            Assert.True(turned < 5 || before.Speed == 0, $"step {step}: {turned} degrees at {before.Speed} m/s");
            Assert.True(turned == 0 || now.Speed <= DriverStyle.TurnSpeed + 0.3, $"step {step}: {turned} degrees at {now.Speed} m/s");
            Assert.InRange(now.Heading, 0, 359.999999);
        }
    }

    [Fact]
    public void Nobody_moves_with_the_engine_off()
    {
        var vehicle = new Vehicle(seed: 1, index: 1);
        var parked = 0;
        for (var second = 1L; second <= 7_200; second++)
        {
            var now = vehicle.At(second * 1_000_000);
            parked += now.Ignition ? 0 : 1;
            Assert.True(now.Ignition || now.Speed == 0);
        }

        Assert.True(parked > 100, $"parked for {parked} s");
    }
}
