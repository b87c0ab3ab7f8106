namespace EdgeRelay.Rules;

/// <summary>When something is due, Unix ms of event time; <see cref="Deadlines.Never"/> when nothing waits.</summary>
internal delegate long DueAt(VehicleStateView view);
