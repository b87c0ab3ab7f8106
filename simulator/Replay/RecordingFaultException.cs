namespace EdgeRelay.Simulator.Replay;

/// <summary>A recording cannot be replayed as asked; the message says which, why, and what to do.</summary>
internal sealed class RecordingFaultException(string message) : Exception(message);
