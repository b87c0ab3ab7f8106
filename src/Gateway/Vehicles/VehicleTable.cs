using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Vehicles by number and by key. It only grows: a vehicle that was known stays so for the life of the process.</summary>
/// <remarks>
/// Thread-safe; readers take no lock. Two concurrent dictionaries would do the same with some 120 bytes a vehicle, which a million vehicles feel;
/// this takes about 20. Numbers are given out one after the other, so an array finds them, and the hash table (open addressing, one step on
/// where a slot is taken) holds numbers alone.
/// </remarks>
internal sealed class VehicleTable
{
    private const int FirstCapacity = 64;

    private readonly Lock _writing = new();
    private VehicleRef?[] _byNo = new VehicleRef?[FirstCapacity];

    /// <summary>Vehicle numbers; 0 is free. Its length is a power of two, and a quarter of it at least is free.</summary>
    private int[] _slots = new int[FirstCapacity];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>In the order of their numbers. What is added meanwhile may be missing.</summary>
    public IEnumerable<VehicleRef> All => Volatile.Read(ref _byNo).OfType<VehicleRef>();

    public VehicleRef? Find(long no)
    {
        var byNo = Volatile.Read(ref _byNo);
        return no >= 0 && no < byNo.Length ? Volatile.Read(ref byNo[no]) : null;
    }

    public VehicleRef? Find(VehicleKey key)
    {
        var slots = Volatile.Read(ref _slots);
        var slot = FirstSlot(key, slots);
        while (Volatile.Read(ref slots[slot]) is > 0 and var no)
        {
            if (Find(no) is { } vehicle && vehicle.Key == key)
            {
                return vehicle;
            }

            slot = Next(slot, slots);
        }

        return null;
    }

    /// <param name="make">Called at most once, and not while another vehicle is being added; gives a vehicle with that key and a number from 1.</param>
    /// <returns>The one that was there, or the new one.</returns>
    public VehicleRef GetOrAdd(VehicleKey key, Func<VehicleKey, VehicleRef> make)
    {
        lock (_writing)
        {
            if (Find(key) is { } known)
            {
                return known;
            }

            var vehicle = make(key);
            ArgumentOutOfRangeException.ThrowIfLessThan(vehicle.No, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(vehicle.No, Array.MaxLength);
            MakeRoom((int)vehicle.No);

            // Whoever finds the number in a slot must find the vehicle.
            Volatile.Write(ref _byNo[vehicle.No], vehicle);
            Occupy(_slots, vehicle);
            Volatile.Write(ref _count, _count + 1);
            return vehicle;
        }
    }

    private void MakeRoom(int no)
    {
        if (no >= _byNo.Length)
        {
            var larger = new VehicleRef?[(int)Math.Min(Array.MaxLength, Math.Max(no + 1L, _byNo.Length * 2L))];
            _byNo.CopyTo(larger, 0);
            Volatile.Write(ref _byNo, larger);
        }

        if ((_count + 1L) * 4 > _slots.Length * 3L)
        {
            var larger = new int[_slots.Length * 2];
            foreach (var vehicle in All)
            {
                Occupy(larger, vehicle);
            }

            Volatile.Write(ref _slots, larger);
        }
    }

    private static void Occupy(int[] slots, VehicleRef vehicle)
    {
        var slot = FirstSlot(vehicle.Key, slots);
        while (slots[slot] != 0)
        {
            slot = Next(slot, slots);
        }

        Volatile.Write(ref slots[slot], (int)vehicle.No);
    }

    private static int FirstSlot(VehicleKey key, int[] slots) => key.GetHashCode() & (slots.Length - 1);

    private static int Next(int slot, int[] slots) => (slot + 1) & (slots.Length - 1);
}
