using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Decoding.EdgeRelayV1;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>From a message's bytes to its vehicle's lane: whatever the source, it comes this way.</summary>
/// <remarks>
/// Runs on the caller's thread (a socket loop) and never blocks. The lists are per thread and used again, so that an ordinary message
/// allocates its sample and nothing else. Thread-safe.
/// </remarks>
internal sealed class TelemetryIntake(
    VehicleDirectory directory, Lanes lanes, EdgeRelayV1Decoder decoder, IntakeMeters meters, RefusalLog log, TimeProvider clock)
{
    [ThreadStatic]
    private static DecodeResult? _decoded;

    [ThreadStatic]
    private static List<LaneItem>? _items;

    /// <param name="identity">Who sends it; the topic must begin with its prefix.</param>
    /// <param name="topic">UTF-8.</param>
    /// <param name="payload">Valid during the call only.</param>
    /// <param name="ticket">Settled exactly once if the answer is <see cref="IntakeVerdict.Taken"/>, else never.</param>
    public IntakeVerdict Take(DeviceIdentity identity, ReadOnlySpan<byte> topic, in ReadOnlySequence<byte> payload, AckTicket ticket)
    {
        if (!topic.StartsWith(identity.TopicPrefix.Span))
        {
            return IntakeVerdict.ForeignTopic;
        }

        var received = Instant.From(clock.GetUtcNow());
        var items = _items ??= [];
        items.Clear();
        var vehicle = TopicParser.TryParse(topic, out var address, out var reason)
            ? VehicleOf(identity, address.VehicleId)
            : null;
        if (vehicle is not null)
        {
            Decode(vehicle, address.Channel, topic, payload, received, ticket, items);
        }
        else
        {
            // What cannot be laid at a known vehicle's door still needs a lane, so that its dead letter is committed before the ack.
            vehicle = Homeless(identity);
            reason = address.VehicleId.IsEmpty ? reason : DeadLetterReason.UnknownVehicle;
            items.Add(Refused(identity, vehicle, topic, reason, payload, received, ticket));
        }

        meters.Received(items.Count);
        if (lanes.Of(vehicle).TryEnqueue(CollectionsMarshal.AsSpan(items)))
        {
            return IntakeVerdict.Taken;
        }

        identity.Awaited = vehicle;
        return IntakeVerdict.Busy;
    }

    /// <summary>
    /// A device connected. Those who asked for it are told; a lane that is full is not waited for, because a reconnect of everybody is
    /// when that would hurt.
    /// </summary>
    public void Connected(DeviceIdentity identity)
    {
        if (identity.Vehicle is not { } vehicle || !vehicle.Account.Book.Rules.WantsConnects)
        {
            return;
        }

        var now = Instant.From(clock.GetUtcNow());
        var report = new HeartbeatReport { Time = now, Received = now, IsConnect = true };
        lanes.Of(vehicle).TryEnqueue([new LaneItem(vehicle, report, null, default, Settles: true, Bytes: 64)]);
    }

    private VehicleRef? VehicleOf(DeviceIdentity identity, ReadOnlySpan<byte> vehicleId)
    {
        if (identity.Vehicle is { } own)
        {
            return own;
        }

        if (identity.VehicleId is { } enrolling)
        {
            return identity.Vehicle = directory.FindOrEnrol(new VehicleKey(identity.AccountId, enrolling));
        }

        return Spoken(identity, vehicleId);
    }

    private VehicleRef? Spoken(DeviceIdentity gateway, ReadOnlySpan<byte> vehicleId)
    {
        const int RememberedPerConnection = 100_000;
        Span<char> text = stackalloc char[vehicleId.Length];
        text = text[..Encoding.UTF8.GetChars(vehicleId, text)];
        var remembered = gateway.Spoken.GetAlternateLookup<ReadOnlySpan<char>>();
        if (remembered.TryGetValue(text, out var known))
        {
            return known;
        }

        var key = new VehicleKey(gateway.AccountId, text.ToString());
        var vehicle = gateway.MayEnrol ? directory.FindOrEnrol(key) : directory.Find(key);
        if (vehicle is not null && gateway.Spoken.Count < RememberedPerConnection)
        {
            gateway.Spoken.Add(key.VehicleId, vehicle);
        }

        return vehicle;
    }

    private void Decode(
        VehicleRef vehicle,
        Channel channel,
        ReadOnlySpan<byte> topic,
        in ReadOnlySequence<byte> payload,
        Instant received,
        AckTicket ticket,
        List<LaneItem> items)
    {
        var decoded = _decoded ??= new DecodeResult();
        decoded.Clear();
        var arrival = new Arrival(received, vehicle.Profile.ReplacesBadTime ? vehicle.Account.Book.Rules : null);
        decoder.Decode(channel, payload, arrival, decoded);
        var count = decoded.Inputs.Count + decoded.Faults.Count;
        var share = (int)(payload.Length / Math.Max(count, 1)) + 64;
        DeadLetter? firstRefused = null;
        foreach (var input in decoded.Inputs)
        {
            var letter = RefusedTime(vehicle, topic, payload, input, ref firstRefused);
            items.Add(new LaneItem(vehicle, letter is null ? input : null, letter, ticket, items.Count == count - 1, share));
        }

        foreach (var fault in decoded.Faults)
        {
            if (fault.Reason == DeadLetterReason.BadTime)
            {
                vehicle.Filtered.Count(FilterReason.BadTime);
            }

            items.Add(new LaneItem(
                vehicle, null, LetterOf(vehicle.Key, topic, fault, received), ticket, items.Count == count - 1, share));
        }

        if (count == 0)
        {
            // Recorded only (status) or an empty array: nothing to apply, but the ack keeps its place.
            items.Add(new LaneItem(vehicle, null, null, ticket, Settles: true, share));
        }
    }

    /// <summary>
    /// The rules would refuse the input's time; here its bytes are still at hand. Of a message with many such elements the first letter holds
    /// the payload, so that one message cannot fill the table with copies of itself.
    /// </summary>
    private DeadLetter? RefusedTime(
        VehicleRef vehicle, ReadOnlySpan<byte> topic, in ReadOnlySequence<byte> payload, VehicleInput input, ref DeadLetter? first)
    {
        var verdict = ClockFilter.Judge(input, vehicle.Account.Book.Rules);
        if (verdict == InputVerdict.Applied)
        {
            return null;
        }

        var reason = verdict == InputVerdict.FutureTime ? DeadLetterReason.FutureTime : DeadLetterReason.PastTime;
        vehicle.Filtered.Count(verdict == InputVerdict.FutureTime ? FilterReason.FutureTime : FilterReason.PastTime);
        var detail = $"event time {input.Time}, received {input.Received}";
        var bytes = first is null ? payload.ToArray() : [];
        var letter = LetterOf(vehicle.Key, topic, new DecodeFault(reason, "$.t", detail, bytes), input.Received);
        first ??= letter;
        return letter;
    }

    private LaneItem Refused(
        DeviceIdentity identity,
        VehicleRef vehicle,
        ReadOnlySpan<byte> topic,
        DeadLetterReason reason,
        in ReadOnlySequence<byte> payload,
        Instant received,
        AckTicket ticket)
    {
        var fault = new DecodeFault(reason, "$", "The message could not be laid to a vehicle of the account.", payload.ToArray());
        var key = new VehicleKey(identity.AccountId, identity.VehicleId ?? string.Empty);
        return new LaneItem(
            vehicle, null, LetterOf(key, topic, fault, received), ticket, Settles: true, (int)payload.Length + 64);
    }

    private DeadLetter LetterOf(VehicleKey key, ReadOnlySpan<byte> topic, DecodeFault fault, Instant received)
    {
        meters.Refused(fault.Reason);
        log.Say(key, fault.Reason, fault.JsonPath);
        return new DeadLetter(
            key.AccountId,
            key.VehicleId,
            received.UnixMilliseconds,
            fault.Reason,
            Encoding.UTF8.GetString(topic),
            fault.JsonPath + ": " + fault.Detail,
            fault.Element.ToArray());
    }

    /// <summary>A vehicle that stands for "none": it has a lane, is never stored and never gets an input.</summary>
    private VehicleRef Homeless(DeviceIdentity identity) => identity.Vehicle ?? directory.Nobody(identity.AccountId);
}
