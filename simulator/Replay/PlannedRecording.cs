namespace EdgeRelay.Simulator.Replay;

/// <param name="Origin">Recorded time at which the run begins.</param>
/// <param name="Shift">Added to every event time.</param>
internal sealed record PlannedRecording(Recording Recording, RecordingExtent Extent, DateTime Origin, TimeSpan Shift);
