namespace EdgeRelay.Rules;

/// <summary>A vehicle: the account that owns it and the account's own text id, as in the MQTT topic.</summary>
public readonly record struct VehicleKey(long AccountId, string VehicleId);
