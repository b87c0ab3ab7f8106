namespace EdgeRelay.Simulator.Replay;

/// <summary>The files of a replay with their times: when each begins in the run, and by how much its event times move.</summary>
internal sealed record ReplayPlan(IReadOnlyList<PlannedRecording> Recordings)
{
    public long Rows => Recordings.Sum(recording => recording.Extent.Rows);

    public long Broken => Recordings.Sum(recording => recording.Extent.Broken);

    /// <summary>Every vehicle once.</summary>
    public IReadOnlyList<string> Vehicles => [.. Recordings.SelectMany(recording => recording.Extent.Vehicles).Distinct(StringComparer.Ordinal)];

    /// <param name="now">Null to keep the recorded times.</param>
    /// <param name="faster">The replay outruns real time: event times then end, not begin, at <paramref name="now"/>.</param>
    public static ReplayPlan Make(IReadOnlyList<Recording> recordings, ReplaySettings settings, DateTime? now, bool faster)
    {
        var extents = recordings.Select(recording => recording.Measure()).ToList();
        var earliest = extents.Min(extent => extent.First) ?? DateTime.UnixEpoch;
        DateTime Origin(RecordingExtent extent) => settings.AlignStarts ? extent.First ?? earliest : earliest;

        var span = extents.Max(extent => extent.Last is { } last ? last - Origin(extent) : TimeSpan.Zero);
        var start = faster ? now - span : now;
        return new ReplayPlan(
            [.. recordings.Zip(extents, (recording, extent) => new PlannedRecording(
                recording, extent, Origin(extent), start is { } begin ? begin - Origin(extent) : TimeSpan.Zero))]);
    }
}
