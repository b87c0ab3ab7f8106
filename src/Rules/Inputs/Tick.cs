namespace EdgeRelay.Rules.Inputs;

/// <summary>
/// Event time has run on to <see cref="VehicleInput.Time"/> without a message from the vehicle: deadlines up to it have passed
/// (telematics reference 2.5). A tick only does earlier what the next sample would do first.
/// </summary>
public sealed class Tick : VehicleInput;
