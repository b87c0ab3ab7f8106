namespace EdgeRelay.Simulator.Replay;

/// <summary>How recorded files become messages.</summary>
internal sealed record ReplaySettings
{
    /// <summary>Canonical field ← column name, or number from 1 when the files have no header.</summary>
    public required IReadOnlyList<NamedValue> Map { get; init; }

    /// <summary>Fields that are the same in every message.</summary>
    public IReadOnlyList<NamedValue> Constants { get; init; } = [];

    /// <summary>Cell values that mean "not known": the field is left out.</summary>
    public IReadOnlyList<NamedValue> Unknowns { get; init; } = [];

    /// <summary>Joined by a space when there are several.</summary>
    public required IReadOnlyList<string> TimeColumns { get; init; }

    /// <summary>A .NET date format; null for ISO 8601 and Unix times.</summary>
    public string? TimeFormat { get; init; }

    public string? VehicleColumn { get; init; }

    /// <summary>Null: by the first line of each file. A blank stands for runs of blanks and tabs.</summary>
    public char? Delimiter { get; init; }

    public bool HasHeader { get; init; } = true;

    public long Account { get; init; } = 1;

    /// <summary>Files begin together; else they keep their distance in time.</summary>
    public bool AlignStarts { get; init; } = true;
}
