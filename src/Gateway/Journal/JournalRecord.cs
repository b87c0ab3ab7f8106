using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Journal;

/// <summary>One committed input of a vehicle as it lies in a journal row; the input is decoded when it is asked for.</summary>
/// <param name="PreviousPosition">Journal position of the vehicle's record before this one; 0 when there is none.</param>
/// <param name="ConfigurationVersion">Version of the account's rule book that judged it: when that was made, Unix ms.</param>
/// <param name="EventIds">Ids of the events that it gave: two 8-byte halves each, little endian, the high half first.</param>
/// <param name="Reference">The row's reference time.</param>
internal readonly record struct JournalRecord(
    long VehicleNo,
    long PreviousPosition,
    long ConfigurationVersion,
    ReadOnlyMemory<byte> EventIds,
    ReadOnlyMemory<byte> InputBytes,
    Instant Reference)
{
    /// <summary>Versions were plain numbers once, counted from 1 at each start.</summary>
    private const long OldestTimedVersion = 1_000_000_000_000;

    /// <summary>What took effect later was no part of the judgement: later than the input was received, or than its book was made.</summary>
    public Instant JudgedAt(VehicleInput input) =>
        ConfigurationVersion < OldestTimedVersion ? input.Received
        : new Instant(Math.Min(input.Received.UnixMilliseconds, ConfigurationVersion));

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public VehicleInput DecodeInput() =>
        InputCodec.Read(InputBytes.Span, Reference, out var input, out _) == InputCodecStatus.Read
            ? input!
            : throw new InvalidDataException($"A journal record of vehicle no {VehicleNo} cannot be read back.");
}
