namespace EdgeRelay.Simulator.Replay;

/// <param name="Broken">Rows whose time cannot be read.</param>
/// <param name="First">Of the first row with a readable time; null when there is none.</param>
/// <param name="Last">The latest.</param>
/// <param name="Vehicles">In order of first appearance.</param>
internal readonly record struct RecordingExtent(long Rows, long Broken, DateTime? First, DateTime? Last, IReadOnlyList<string> Vehicles);
