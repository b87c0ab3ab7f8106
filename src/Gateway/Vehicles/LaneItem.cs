using EdgeRelay.Gateway.Commit;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>One input (or one refused element) of a vehicle on its way to the lane.</summary>
/// <param name="Input">What to apply; null when <see cref="Letter"/> is set, or for the end of a message that held nothing.</param>
/// <param name="Letter">What to keep as a dead letter.</param>
/// <param name="Ticket">The message's ticket; carried by all its items, settled with the last.</param>
/// <param name="Settles">Whether this is the last item of its message.</param>
/// <param name="Bytes">Its share of the message's size, for the queue's bound.</param>
internal readonly record struct LaneItem(
    VehicleRef Vehicle, VehicleInput? Input, DeadLetter? Letter, AckTicket Ticket, bool Settles, int Bytes);
