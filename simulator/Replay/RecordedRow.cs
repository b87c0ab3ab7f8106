namespace EdgeRelay.Simulator.Replay;

/// <param name="Time">Null when the clock was broken.</param>
/// <param name="TimeText">As recorded.</param>
internal readonly record struct RecordedRow(string Vehicle, DateTime? Time, string TimeText, string[] Cells);
