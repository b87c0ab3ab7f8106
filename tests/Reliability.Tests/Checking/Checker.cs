using EdgeRelay.Reliability.Tests.Devices;
using EdgeRelay.Reliability.Tests.Receiving;

namespace EdgeRelay.Reliability.Tests.Checking;

/// <summary>
/// Holds the devices' ledgers against the receiver's. The oracle is plain: every sample is over the speed limit and has a fix, so each one
/// must give exactly one event per webhook, known by vehicle and time.
/// </summary>
internal static class Checker
{
    public static Verdict Check(IEnumerable<SentMessage> sent, IReadOnlyList<Arrival> arrivals, IReadOnlyList<string> webhooks)
    {
        var verdict = new Verdict { Arrivals = arrivals.Count };
        var known = new HashSet<(string Vehicle, long TimeMs)>();
        var accepted = arrivals.Where(a => a.Accepted).Select(a => (a.Webhook, a.Vehicle, a.TimeMs)).ToHashSet();
        foreach (var message in sent)
        {
            verdict.Acknowledged += message.Acknowledged ? 1 : 0;
            foreach (var timeMs in message.TimesMs)
            {
                known.Add((message.Vehicle, timeMs));
                foreach (var webhook in webhooks.Where(w => message.Acknowledged && !accepted.Contains((w, message.Vehicle, timeMs))))
                {
                    verdict.Missing.Add(
                        $"missing: {webhook} of {message.Vehicle} at {timeMs} (message {message.Number} of device {message.Device}, " +
                        $"sent {message.Sendings} times)");
                }
            }
        }

        CheckIdentities(arrivals, known, verdict);
        CheckOrder(arrivals, verdict);
        return verdict;
    }

    private static void CheckIdentities(IReadOnlyList<Arrival> arrivals, HashSet<(string Vehicle, long TimeMs)> known, Verdict verdict)
    {
        var idOf = new Dictionary<(string Webhook, string Vehicle, long TimeMs), string>();
        var eventOf = new Dictionary<string, Arrival>();
        var delivered = new HashSet<string>();
        foreach (var arrival in arrivals)
        {
            var happening = (arrival.Webhook, arrival.Vehicle, arrival.TimeMs);
            if (!known.Contains((arrival.Vehicle, arrival.TimeMs)))
            {
                verdict.Invented.Add($"invented: {arrival}");
            }

            if (!idOf.TryAdd(happening, arrival.EventId) && idOf[happening] != arrival.EventId)
            {
                verdict.Doubled.Add($"doubled: {happening} came as {idOf[happening]} and as {arrival.EventId}");
            }

            if (!eventOf.TryAdd(arrival.EventId, arrival)
                && eventOf[arrival.EventId] is var first
                && (first.DataHash != arrival.DataHash || (first.Webhook, first.Vehicle, first.TimeMs) != happening))
            {
                verdict.Altered.Add($"altered: {first} became {arrival}");
            }

            verdict.Repeats += delivered.Contains(arrival.EventId) ? 1 : 0;
            if (arrival.Accepted)
            {
                delivered.Add(arrival.EventId);
            }
        }
    }

    private static void CheckOrder(IReadOnlyList<Arrival> arrivals, Verdict verdict)
    {
        var seen = new HashSet<string>();
        var latest = new Dictionary<(string Webhook, string Vehicle), long>();
        foreach (var arrival in arrivals.Where(a => seen.Add(a.EventId)))
        {
            var lane = (arrival.Webhook, arrival.Vehicle);
            var last = latest.GetValueOrDefault(lane, long.MinValue);
            if (arrival.TimeMs < last && !arrival.OutOfOrder)
            {
                verdict.Reordered.Add($"reordered: {arrival} came after {last}");
            }

            latest[lane] = Math.Max(last, arrival.TimeMs);
        }
    }
}
