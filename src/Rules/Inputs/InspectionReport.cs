namespace EdgeRelay.Rules.Inputs;

/// <summary>A driver vehicle inspection report (49 CFR 396.11), already checked by the decoder.</summary>
/// <remarks><see cref="VehicleInput.Time"/> is the time of submission.</remarks>
public sealed class InspectionReport : VehicleInput
{
    public required string ReportId { get; init; }

    public int Revision { get; init; } = 1;

    /// <summary><c>pre_trip</c>, <c>post_trip</c>, <c>ad_hoc</c> or <c>mechanic</c>.</summary>
    public required string InspectionType { get; init; }

    /// <summary><c>safe</c>, <c>unsafe</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    public Instant? StartedAt { get; init; }

    public double? OdometerMeters { get; init; }

    public string? TrailerId { get; init; }

    public string? TrailerLabel { get; init; }

    public string? Place { get; init; }

    public IReadOnlyList<InspectedPart> Parts { get; init; } = [];

    public IReadOnlyList<InspectionSignature> Signatures { get; init; } = [];

    /// <summary><c>repaired</c>, <c>unnecessary</c> or null.</summary>
    public string? Repair { get; init; }

    public int DefectCount => Parts.Sum(p => p.Defects.Count);
}
