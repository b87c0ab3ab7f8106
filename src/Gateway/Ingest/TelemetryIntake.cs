using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Decoding.EdgeRelayV1;
using EdgeRelay.Gateway.Journal;
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
        var vehicle = TopicParser.TryParse(topic, out var address, out var reason) && address.AccountId == identity.AccountId
            ? VehicleOf(identity, address.VehicleId)
            : null;
        if (vehicle is not null)
        {
            var arrival = new Arrival(received, vehicle.Profile.ReplacesBadTime ? vehicle.Account.Book.Rules : null);
            Decode(vehicle, address.Channel, topic, payload, arrival, ticket, items);
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
    /// Takes what was refused again, as though it came now, if it can be used now; else nothing is done. Its own time counts: the time of receipt
    /// never takes the place of a bad one, since it is not when it happened.
    /// </summary>
    /// <param name="ticket">Settled exactly once if the answer is <see cref="RetryVerdict.Taken"/>, else never.</param>
    public RetryVerdict TakeAgain(RefusedTelemetry refused, AckTicket ticket)
    {
        var items = _items ??= [];
        items.Clear();
        if (Again(refused, ticket, items) is { } verdict)
        {
            return verdict;
        }

        var letter = items.FirstOrDefault(i => i.Letter is not null).Letter;
        if (refused.IsForTime)
        {
            // Whatever else is wrong in its message has a letter of its own.
            letter = items.FirstOrDefault(i => i.Letter is { Reason: DeadLetterReason.FutureTime or DeadLetterReason.PastTime }).Letter ?? letter;
            items.RemoveAll(i => i.Letter is { Reason: not (DeadLetterReason.FutureTime or DeadLetterReason.PastTime) });
        }

        var applied = items.Count(i => i.Letter is null);
        if (applied == 0 || (refused.IsForTime && applied < items.Count))
        {
            return new RetryVerdict.StillRefused(letter!.Reason, letter.Detail ?? "");
        }

        items[^1] = items[^1] with { Settles = true };
        meters.Received(items.Count);
        return lanes.Of(items[0].Vehicle).TryEnqueue(CollectionsMarshal.AsSpan(items))
            ? new RetryVerdict.Taken(applied, items.Count - applied)
            : new RetryVerdict.Busy();
    }

    /// <summary>Reads what was refused, as it was kept.</summary>
    /// <returns>Why it cannot be read; null when it stands in <paramref name="items"/>.</returns>
    private RetryVerdict.StillRefused? Again(RefusedTelemetry refused, AckTicket ticket, List<LaneItem> items)
    {
        var received = Instant.From(clock.GetUtcNow());
        if (refused.Topic.Length == 0)
        {
            return AgainAsInput(refused, received, ticket, items);
        }

        var topic = Encoding.UTF8.GetBytes(refused.Topic);
        if (!TopicParser.TryParse(topic, out var address, out var reason) || address.AccountId != refused.AccountId)
        {
            return new RetryVerdict.StillRefused(reason, $"the topic {refused.Topic} is not one of the account's");
        }

        var id = Encoding.UTF8.GetString(address.VehicleId);
        if (directory.Find(new VehicleKey(refused.AccountId, id)) is not { } vehicle)
        {
            return new RetryVerdict.StillRefused(DeadLetterReason.UnknownVehicle, $"the account has no vehicle {id}: register it first");
        }

        Decode(vehicle, address.Channel, topic, new ReadOnlySequence<byte>(refused.Payload), new Arrival(received), ticket, items);
        return null;
    }

    /// <summary>One that was decoded well and failed behind the decoder is kept as the journal would have.</summary>
    private RetryVerdict.StillRefused? AgainAsInput(RefusedTelemetry refused, Instant received, AckTicket ticket, List<LaneItem> items)
    {
        if (directory.Find(new VehicleKey(refused.AccountId, refused.VehicleId)) is not { } vehicle)
        {
            return new RetryVerdict.StillRefused(
                DeadLetterReason.UnknownVehicle, $"the account has no vehicle {refused.VehicleId}: register it first");
        }

        if (InputCodec.Read(refused.Payload, new Instant(refused.ReceivedMs), out var again, out _, received) != InputCodecStatus.Read)
        {
            return new RetryVerdict.StillRefused(refused.Reason, "what was kept of it cannot be read by this version");
        }

        DeadLetter? first = null;
        var letter = RefusedTime(vehicle, [], new ReadOnlySequence<byte>(refused.Payload), again!, ref first);
        items.Add(new LaneItem(vehicle, letter is null ? again : null, letter, ticket, Settles: true, refused.Payload.Length + 64));
        return null;
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
        Arrival arrival,
        AckTicket ticket,
        List<LaneItem> items)
    {
        var decoded = _decoded ??= new DecodeResult();
        decoded.Clear();
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
                vehicle, null, LetterOf(vehicle.Key, topic, fault, arrival.Received), ticket, items.Count == count - 1, share));
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
