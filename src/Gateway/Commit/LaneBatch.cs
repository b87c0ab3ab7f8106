using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Gateway.Commit;

/// <summary>What one lane made of the messages it took at once: committed whole or not at all.</summary>
/// <remarks>Filled by its lane, then owned by the committer until <see cref="Lane"/> gets it back.</remarks>
internal sealed class LaneBatch(IBatchOwner lane)
{
    public IBatchOwner Lane => lane;

    /// <summary>The lane's epoch when the batch was begun. A failure raises the lane's; batches of an older one are discarded.</summary>
    public long Epoch { get; set; }

    /// <summary>Position of the journal row that this batch becomes.</summary>
    public long Position { get; set; }

    public int LaneNumber { get; set; }

    /// <summary>Records in <see cref="Body"/>.</summary>
    public int Records { get; set; }

    public ReusableBuffer Body { get; } = new();

    /// <summary>Bytes of the states to store; <see cref="States"/> point into it.</summary>
    public ReusableBuffer StateBytes { get; } = new();

    public List<StateWrite> States { get; } = [];

    /// <summary>Vehicles whose state is to be stored with this batch because enough of their samples are not.</summary>
    public List<VehicleEntry> DueStates { get; } = [];

    public List<OutboxMessage> Messages { get; } = [];

    /// <summary>Events of earlier batches that late data have shown not to have happened.</summary>
    public List<EventKey> Superseded { get; } = [];

    public List<VehicleRef> NewVehicles { get; } = [];

    public List<DeadLetter> DeadLetters { get; } = [];

    public List<AckTicket> Tickets { get; } = [];

    /// <summary>Tickets of messages that begin in this batch and are settled in a later one: abandoned with it, never completed by it.</summary>
    public List<AckTicket> Continued { get; } = [];

    /// <summary>New low-water position of the lane, or null when it did not move.</summary>
    public long? LowWater { get; set; }

    public bool IsEmpty =>
        Records == 0 && States.Count == 0 && DeadLetters.Count == 0 && Tickets.Count == 0 && NewVehicles.Count == 0;

    /// <summary>The batch is not committed and will not be: its senders are told, then its lane.</summary>
    /// <remarks>
    /// Connections break first: when the lane begins its next epoch, nothing later of theirs may overtake what they send again.
    /// </remarks>
    public void Abandon(Exception error)
    {
        foreach (var ticket in Tickets)
        {
            ticket.Abandon();
        }

        foreach (var ticket in Continued)
        {
            ticket.Abandon();
        }

        lane.Failed(this, error);
    }

    public void Clear()
    {
        Records = 0;
        Body.Clear();
        StateBytes.Clear();
        States.Clear();
        DueStates.Clear();
        Messages.Clear();
        Superseded.Clear();
        NewVehicles.Clear();
        DeadLetters.Clear();
        Tickets.Clear();
        Continued.Clear();
        LowWater = null;
    }
}
