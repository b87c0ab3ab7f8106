using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Fleet;

/// <summary>A refrigerated hold with two probes: cooled towards −18 °C while the engine runs, warmed while it stands or is open.</summary>
internal sealed class CargoHold(RandomStream random)
{
    private const double SetPoint = -18;
    private const double Outside = 15;

    /// <summary>°C, at the cooler and at the door.</summary>
    public double Front { get; private set; } = SetPoint + random.Between(-0.5, 0.5);

    public double Rear { get; private set; } = SetPoint + random.Between(0, 1.5);

    /// <summary>Lets one second pass.</summary>
    public void Pass(bool cooling, bool doorOpen)
    {
        Front += Drift(Front, cooling ? SetPoint : Outside, cooling ? 0.01 : 0.0004);
        Rear += Drift(Rear, cooling ? SetPoint + 0.8 : Outside, doorOpen ? 0.002 : cooling ? 0.008 : 0.0005);
    }

    private double Drift(double value, double towards, double rate) => ((towards - value) * rate) + random.Between(-0.03, 0.03);
}
