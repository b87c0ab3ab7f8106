using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding;

/// <summary>What a payload held. Made once and used again for the next message, so that a message costs no lists.</summary>
/// <remarks>Not thread-safe: one per reader.</remarks>
public sealed class DecodeResult
{
    /// <summary>Faults of one payload that are kept; a 64 KB array of nonsense would make tens of thousands.</summary>
    public const int KeptFaults = 64;

    private readonly List<VehicleInput> _inputs = [];
    private readonly List<DecodeFault> _faults = [];

    /// <summary>In the order of the payload.</summary>
    public IReadOnlyList<VehicleInput> Inputs => _inputs;

    /// <summary>The first <see cref="KeptFaults"/> faults.</summary>
    public IReadOnlyList<DecodeFault> Faults => _faults;

    /// <summary>All bad elements, kept or not.</summary>
    public int FaultCount { get; private set; }

    /// <summary>Status and acknowledgement messages: recorded, no input of the rules.</summary>
    public int RecordedOnly { get; private set; }

    /// <summary>Forgets everything, keeping the room.</summary>
    public void Clear()
    {
        _inputs.Clear();
        _faults.Clear();
        FaultCount = 0;
        RecordedOnly = 0;
    }

    internal void Add(VehicleInput input) => _inputs.Add(input);

    internal void AddRecorded() => RecordedOnly++;

    internal void AddFault(DeadLetterReason reason, string path, string detail, ReadOnlySpan<byte> element)
    {
        FaultCount++;
        if (_faults.Count < KeptFaults)
        {
            _faults.Add(new DecodeFault(reason, path, detail, element.ToArray()));
        }
    }
}
