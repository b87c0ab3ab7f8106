using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Inspections;

/// <summary>The newest inspection reports, so that one sent again is told from a new one.</summary>
internal struct InspectionState
{
    private const int MaxRemembered = 4;
    private SmallList<ulong> _reports;

    public readonly bool IsEmpty => _reports.Count == 0;

    /// <returns>False when the report was there already.</returns>
    public bool Remember(ulong report)
    {
        if (_reports.Span.Contains(report))
        {
            return false;
        }

        if (_reports.Count == MaxRemembered)
        {
            _reports.RemoveAt(0);
        }

        _reports.Add(report);
        return true;
    }

    public readonly InspectionState Clone() => new() { _reports = _reports.Clone() };

    public readonly void Write(ref StateWriter writer) => VehicleStateFormat.WriteHashes(_reports, ref writer);

    public static InspectionState Read(ref StateReader reader) => new() { _reports = VehicleStateFormat.ReadHashes(ref reader) };
}
