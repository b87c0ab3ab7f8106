using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Journal;

/// <summary>One committed input of a vehicle as it lies in a journal row; the input is decoded when it is asked for.</summary>
/// <param name="Index">Its place in the row.</param>
/// <param name="PreviousPosition">Journal position of the vehicle's record before this one; 0 when there is none.</param>
/// <param name="ConfigurationVersion">Version of the account's rule book that judged it: when that was made, Unix ms.</param>
/// <param name="Notes">What <see cref="RecordNotes"/> wrote; empty in rows of the first format.</param>
/// <param name="Checkpoint">The vehicle's state before the input; empty where it was not kept.</param>
/// <param name="Reference">The row's reference time.</param>
internal readonly record struct JournalRecord(
    long VehicleNo,
    int Index,
    long PreviousPosition,
    long ConfigurationVersion,
    RecordFlags Flags,
    ReadOnlyMemory<byte> Notes,
    ReadOnlyMemory<byte> Checkpoint,
    ReadOnlyMemory<byte> InputBytes,
    Instant Reference)
{
    /// <summary>Versions were plain numbers once, counted from 1 at each start.</summary>
    private const long OldestTimedVersion = 1_000_000_000_000;

    /// <summary>What took effect later was no part of the judgement: later than the input was received, or than its book was made.</summary>
    public Instant JudgedAt(VehicleInput input) => JudgedAt(input, ConfigurationVersion);

    /// <inheritdoc cref="JudgedAt(VehicleInput)"/>
    public static Instant JudgedAt(VehicleInput input, long configurationVersion) =>
        configurationVersion < OldestTimedVersion ? input.Received
        : new Instant(Math.Min(input.Received.UnixMilliseconds, configurationVersion));

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public VehicleInput DecodeInput() =>
        InputCodec.Read(InputBytes.Span, Reference, out var input, out _) == InputCodecStatus.Read
            ? input!
            : throw new InvalidDataException($"A journal record of vehicle no {VehicleNo} cannot be read back.");
}
