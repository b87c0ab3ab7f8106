using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Explaining;
using EdgeRelay.Rules.Inspections;

namespace EdgeRelay.Rules.State;

/// <summary>What most vehicles have nothing of: made for a vehicle when it has.</summary>
internal sealed class SeldomState
{
    /// <summary>Stands for that of a vehicle that has none. Only given out for reading.</summary>
    public static readonly SeldomState None = new();

    public DriverState Drivers;
    public DriverReports DriverReports;
    public InspectionState Inspections;
    public TakenIds Taken;

    /// <inheritdoc cref="VehicleState.Observer"/>
    public SeenInput? Observer;

    /// <summary>Without those who look on: they belong to one object.</summary>
    public SeldomState Clone() => new()
    {
        Drivers = Drivers,
        DriverReports = DriverReports.Clone(),
        Inspections = Inspections.Clone(),
        Taken = Taken.Clone(),
    };
}
