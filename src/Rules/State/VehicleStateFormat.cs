using System.Buffers;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Heartbeat;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Inspections;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.Roads;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.Temperature;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Rules.State;

/// <summary>A vehicle's state as bytes: version, head, the pieces of the rules that have one, checksum.</summary>
internal static class VehicleStateFormat
{
    public const byte FormatVersion = 2;
    private const int ChecksumBytes = 4;
    private const int ScratchBytes = 1024;

    [Flags]
    private enum Piece
    {
        Drivers = 1,
        Visits = 2,
        Speed = 4,
        Posted = 8,
        Locations = 16,
        Idle = 32,
        Trip = 64,
        Temperatures = 128,
        Inspections = 256,
        Emitted = 512,
        Roads = 1024,
        Window = 2048,
        Taken = 4096,
        DriverReports = 8192,
    }

    public static void Write(VehicleState state, IBufferWriter<byte> output)
    {
        var writer = new StateWriter(stackalloc byte[ScratchBytes]);
        writer.Byte(FormatVersion);
        WriteHead(state, ref writer);
        var pieces = PiecesOf(state);
        writer.Unsigned((ulong)pieces);
        WritePieces(state, pieces, ref writer);
        writer.Fixed32(Checksum(writer.Written));
        output.Write(writer.Written);
    }

    public static VehicleState? Read(VehicleKey key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= ChecksumBytes || bytes[0] != FormatVersion)
        {
            return null;
        }

        var content = bytes[..^ChecksumBytes];
        if (Checksum(content) != BitConverter.ToUInt32(bytes[^ChecksumBytes..]))
        {
            return null;
        }

        var reader = new StateReader(content[1..]);
        var state = new VehicleState(key);
        ReadHead(state, ref reader);
        ReadPieces(state, (Piece)reader.Unsigned(), ref reader);
        return reader.AtEnd ? state : null;
    }

    /// <summary>Content with the checksum that makes it readable.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> content) => [.. content, .. BitConverter.GetBytes(Checksum(content))];

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = StableHash.Of(bytes);
        return (uint)(hash ^ (hash >> 32));
    }

    private static void WriteHead(VehicleState state, ref StateWriter writer)
    {
        var anchor = state.Watermark ?? state.LastReceived ?? default;
        writer.Signed(anchor.UnixMilliseconds);
        writer.Base = anchor.UnixMilliseconds;
        writer.Time(state.Watermark?.UnixMilliseconds);
        writer.Time(state.LastReceived?.UnixMilliseconds);
        writer.Time(state.NextDeadline?.UnixMilliseconds);
        state.Latest.Write(ref writer);
        state.Fixes.Write(ref writer);
        state.Ignition.Write(ref writer);
        state.Heartbeat.Write(ref writer);
        WriteHashes(state.Seen, ref writer);
    }

    private static void ReadHead(VehicleState state, ref StateReader reader)
    {
        reader.Base = reader.Signed();
        state.Watermark = MaybeInstant(ref reader);
        state.LastReceived = MaybeInstant(ref reader);
        state.NextDeadline = MaybeInstant(ref reader);
        state.Latest = LatestValues.Read(ref reader);
        state.Fixes = FixState.Read(ref reader);
        state.Ignition = IgnitionState.Read(ref reader);
        state.Heartbeat = HeartbeatState.Read(ref reader);
        state.Seen = ReadHashes(ref reader);
    }

    private static Instant? MaybeInstant(ref StateReader reader) => reader.MaybeTime() is { } time ? new Instant(time) : null;

    private static Piece PiecesOf(VehicleState state) =>
        (state.Drivers.IsEmpty ? 0 : Piece.Drivers)
        | (state.Visits.Count == 0 ? 0 : Piece.Visits)
        | (state.SpeedEpisodes.Count == 0 ? 0 : Piece.Speed)
        | (state.PostedEpisodes.Count == 0 ? 0 : Piece.Posted)
        | (state.SentLocations.Count == 0 ? 0 : Piece.Locations)
        | (state.Idle is { IsEmpty: false } ? Piece.Idle : 0)
        | (state.Trip is null ? 0 : Piece.Trip)
        | (state.Temperatures.IsEmpty ? 0 : Piece.Temperatures)
        | (state.Inspections.IsEmpty ? 0 : Piece.Inspections)
        | (state.Emitted.Count == 0 ? 0 : Piece.Emitted)
        | (state.Roads is { IsEmpty: false } ? Piece.Roads : 0)
        | (state.Window.IsEmpty ? 0 : Piece.Window)
        | (state.Taken.IsEmpty ? 0 : Piece.Taken)
        | (state.DriverReports.IsEmpty ? 0 : Piece.DriverReports);

    private static void WritePieces(VehicleState state, Piece pieces, ref StateWriter writer)
    {
        if (pieces.HasFlag(Piece.Drivers))
        {
            state.Drivers.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Visits))
        {
            LandmarkVisit.WriteAll(state.Visits, ref writer);
        }

        if (pieces.HasFlag(Piece.Speed))
        {
            SpeedEpisode.WriteAll(state.SpeedEpisodes, ref writer);
        }

        if (pieces.HasFlag(Piece.Posted))
        {
            SpeedEpisode.WriteAll(state.PostedEpisodes, ref writer);
        }

        if (pieces.HasFlag(Piece.Locations))
        {
            SentLocation.WriteAll(state.SentLocations, ref writer);
        }

        if (pieces.HasFlag(Piece.Idle))
        {
            state.Idle!.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Trip))
        {
            state.Trip!.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Temperatures))
        {
            state.Temperatures.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Inspections))
        {
            state.Inspections.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Emitted))
        {
            WriteEmitted(state.Emitted, ref writer);
        }

        if (pieces.HasFlag(Piece.Roads))
        {
            state.Roads!.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Window))
        {
            state.Window.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.Taken))
        {
            state.Taken.Write(ref writer);
        }

        if (pieces.HasFlag(Piece.DriverReports))
        {
            state.DriverReports.Write(ref writer);
        }
    }

    private static void ReadPieces(VehicleState state, Piece pieces, ref StateReader reader)
    {
        if (pieces.HasFlag(Piece.Drivers))
        {
            state.ToChange.Drivers = DriverState.Read(ref reader);
        }

        state.Visits = pieces.HasFlag(Piece.Visits) ? LandmarkVisit.ReadAll(ref reader) : default;
        state.SpeedEpisodes = pieces.HasFlag(Piece.Speed) ? SpeedEpisode.ReadAll(ref reader) : default;
        state.PostedEpisodes = pieces.HasFlag(Piece.Posted) ? SpeedEpisode.ReadAll(ref reader) : default;
        state.SentLocations = pieces.HasFlag(Piece.Locations) ? SentLocation.ReadAll(ref reader) : default;
        state.Idle = pieces.HasFlag(Piece.Idle) ? IdleState.Read(ref reader) : null;
        state.Trip = pieces.HasFlag(Piece.Trip) ? TripState.Read(ref reader) : null;
        state.Temperatures = pieces.HasFlag(Piece.Temperatures) ? TemperatureState.Read(ref reader) : default;
        if (pieces.HasFlag(Piece.Inspections))
        {
            state.ToChange.Inspections = InspectionState.Read(ref reader);
        }

        state.Emitted = pieces.HasFlag(Piece.Emitted) ? ReadEmitted(ref reader) : default;
        state.Roads = pieces.HasFlag(Piece.Roads) ? RoadTrack.Read(ref reader) : null;
        state.Window = pieces.HasFlag(Piece.Window) ? EventWindow.Read(ref reader) : default;
        if (pieces.HasFlag(Piece.Taken))
        {
            state.ToChange.Taken = TakenIds.Read(ref reader);
        }

        if (pieces.HasFlag(Piece.DriverReports))
        {
            state.ToChange.DriverReports = DriverReports.Read(ref reader);
        }
    }

    // Half a hash: two that are taken for one only cost the later event a number in its id, and the same one at each replay.
    private static void WriteEmitted(SmallList<uint> emitted, ref StateWriter writer)
    {
        writer.Unsigned((ulong)emitted.Count);
        foreach (var hash in emitted.Span)
        {
            writer.Fixed32(hash);
        }
    }

    private static SmallList<uint> ReadEmitted(ref StateReader reader)
    {
        var emitted = default(SmallList<uint>);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            emitted.Add(reader.Fixed32());
        }

        return emitted;
    }

    internal static void WriteHashes(SmallList<ulong> hashes, ref StateWriter writer)
    {
        writer.Unsigned((ulong)hashes.Count);
        foreach (var hash in hashes.Span)
        {
            writer.Fixed(hash);
        }
    }

    internal static SmallList<ulong> ReadHashes(ref StateReader reader)
    {
        var hashes = default(SmallList<ulong>);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            hashes.Add(reader.Fixed());
        }

        return hashes;
    }
}
