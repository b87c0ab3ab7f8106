namespace EdgeRelay.Gateway.Commit;

/// <summary>One vehicle state to store: <see cref="Length"/> bytes at <see cref="Offset"/> of the batch's state bytes.</summary>
internal readonly record struct StateWrite(long VehicleNo, long Position, long Version, long? TickDueMs, int Offset, int Length);
