using System.Numerics;

namespace EdgeRelay.Mqtt;

/// <summary>
/// The messages of one connection that wait to be settled, in order of receipt. A ring of fixed size: taking, settling and releasing a message are
/// each one write to its slot, with no lock and no allocation, so that a commit of thousands of messages settles them at the cost of their count.
/// </summary>
/// <remarks>
/// Three roles: one thread takes (the read loop), one at a time releases (under the lock of the output), any thread settles. A message's sequence is
/// part of its slot's state, so settling twice, or after the slot has gone to another message, does nothing.
/// </remarks>
internal sealed class AckWindow
{
    private const long Waiting = 1;
    private const long Committed = 2;
    private const long Abandoned = 3;

    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly int _capacity;
    private long _head;
    private long _tail;

    /// <param name="capacity">Messages that may wait at once.</param>
    public AckWindow(int capacity)
    {
        _capacity = capacity;
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _slots.Length - 1;
    }

    public int Count => (int)(Volatile.Read(ref _tail) - Volatile.Read(ref _head));

    public bool IsFull => Count >= _capacity;

    /// <returns>The sequence by which the message is settled.</returns>
    public long Take(ushort packetId, QualityOfService qos)
    {
        var sequence = _tail;
        ref var slot = ref _slots[sequence & _mask];
        slot.PacketId = packetId;
        slot.Qos = qos;
        Volatile.Write(ref slot.State, (sequence << 2) | Waiting);
        Volatile.Write(ref _tail, sequence + 1);
        return sequence;
    }

    /// <summary>Takes back the last <see cref="Take"/>, whose ticket nobody kept.</summary>
    public void Untake() => Volatile.Write(ref _tail, _tail - 1);

    /// <summary>Whether a message with this id still waits. Walks the window: for the rare path alone.</summary>
    public bool Holds(ushort packetId)
    {
        for (var sequence = Volatile.Read(ref _head); sequence < _tail; sequence++)
        {
            if (_slots[sequence & _mask].PacketId == packetId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ids of the QoS 2 messages of which it is not known that they are committed. For the taking thread, under the lock of the output.</summary>
    public List<ushort> Unsettled()
    {
        var ids = new List<ushort>();
        for (var sequence = Volatile.Read(ref _head); sequence < _tail; sequence++)
        {
            ref var slot = ref _slots[sequence & _mask];
            if (slot.Qos == QualityOfService.ExactlyOnce && Volatile.Read(ref slot.State) != ((sequence << 2) | Committed))
            {
                ids.Add(slot.PacketId);
            }
        }

        return ids;
    }

    /// <returns>Whether the message is the oldest one, so that something can be released now.</returns>
    public bool Settle(long sequence, AckOutcome outcome)
    {
        ref var state = ref _slots[sequence & _mask].State;
        var waiting = (sequence << 2) | Waiting;
        var settled = (sequence << 2) | (outcome == AckOutcome.Committed ? Committed : Abandoned);

        // The full fence of the exchange pairs with the one in Release: either this sees the new head, or the releaser sees this state.
        return Interlocked.CompareExchange(ref state, settled, waiting) == waiting && Volatile.Read(ref _head) == sequence;
    }

    /// <returns>False when the oldest message is not settled, or there is none.</returns>
    public bool TryPeek(out ushort packetId, out QualityOfService qos, out AckOutcome outcome)
    {
        ref var slot = ref _slots[_head & _mask];
        var state = Volatile.Read(ref slot.State);
        packetId = slot.PacketId;
        qos = slot.Qos;
        outcome = state == ((_head << 2) | Committed) ? AckOutcome.Committed : AckOutcome.Abandoned;
        return state == ((_head << 2) | Committed) || state == ((_head << 2) | Abandoned);
    }

    /// <summary>Lets go of the message that was peeked.</summary>
    public void Release() => Interlocked.Exchange(ref _head, _head + 1);

    private struct Slot
    {
        public long State;
        public ushort PacketId;
        public QualityOfService Qos;
    }
}
