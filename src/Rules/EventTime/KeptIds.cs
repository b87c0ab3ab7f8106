using System.Globalization;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>
/// Events that a run finds at another time than they were told keep the ids under which they were told, and so do the intervals and visits that
/// they begin: what such an event began ends under its name, in the run's events and in its state.
/// </summary>
internal sealed class KeptIds
{
    private readonly Dictionary<EventId, EventId> _events = [];
    private readonly Dictionary<ulong, ulong> _intervals = [];
    private readonly Dictionary<ulong, ulong> _visits = [];

    /// <param name="found">The id that the run gave.</param>
    /// <param name="id">The one under which the event is told.</param>
    public void Keep(EventId found, EventId id)
    {
        _events[found] = id;
        _intervals[found.High] = id.High;
    }

    public void KeepVisit(ulong found, ulong visit) => _visits[found] = visit;

    public RuleEvent Rename(RuleEvent found) => found with
    {
        Id = _events.GetValueOrDefault(found.Id, found.Id),
        Detail = found.Detail switch
        {
            EventDetail.OverSpeed { Interval: { } interval } over => over with { Interval = Rename(interval) },
            EventDetail.OverPostedSpeed { Interval: { } interval } over => over with { Interval = Rename(interval) },
            EventDetail.Idling idling => idling with { Interval = Rename(idling.Interval) },
            EventDetail.TemperatureRead { Interval: { } interval } read => read with { Interval = Rename(interval) },
            EventDetail.LandmarkCrossed crossed => crossed with { VisitId = Renamed(crossed.VisitId, _visits) },
            var other => other,
        },
    };

    /// <summary>What is still going on.</summary>
    public void Rename(VehicleState state)
    {
        foreach (ref var episode in state.SpeedEpisodes.Span)
        {
            episode.IntervalId = _intervals.GetValueOrDefault(episode.IntervalId, episode.IntervalId);
        }

        foreach (ref var episode in state.PostedEpisodes.Span)
        {
            episode.IntervalId = _intervals.GetValueOrDefault(episode.IntervalId, episode.IntervalId);
        }

        foreach (ref var episode in state.Idle is { } idle ? idle.Fired.Span : [])
        {
            episode.IntervalId = _intervals.GetValueOrDefault(episode.IntervalId, episode.IntervalId);
        }

        foreach (ref var probe in state.Temperatures.Probes.Span)
        {
            if (_intervals.TryGetValue(probe.IntervalId, out var interval))
            {
                probe.RenameInterval(interval);
            }
        }

        foreach (ref var visit in state.Visits.Span)
        {
            visit.VisitId = _visits.GetValueOrDefault(visit.VisitId, visit.VisitId);
        }
    }

    private static string Renamed(string id, Dictionary<ulong, ulong> names)
    {
        var digits = id.IndexOf('_', StringComparison.Ordinal) + 1;
        return names.TryGetValue(ulong.Parse(id.AsSpan(digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture), out var name)
            ? EpisodeId.Of(id[..digits], name)
            : id;
    }

    private Interval Rename(Interval interval) => interval with { Id = Renamed(interval.Id, _intervals) };
}
