using EdgeRelay.Gateway.Api.Deliveries;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Storage;
using Microsoft.AspNetCore.Mvc;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary>Query of the list of events: every filter given must match.</summary>
internal sealed record EventFilterQuery
{
    public static readonly string[] Names = ["type", "vehicle", "occurred[gte]", "occurred[lt]", "unsent", "superseded"];

    /// <summary>Event type.</summary>
    [FromQuery(Name = "type")]
    public string? Type { get; init; }

    /// <summary>Id of a vehicle.</summary>
    [FromQuery(Name = "vehicle")]
    public string? Vehicle { get; init; }

    /// <summary>RFC 3339: happened then or later.</summary>
    [FromQuery(Name = "occurred[gte]")]
    public string? OccurredFrom { get; init; }

    /// <summary>RFC 3339: happened before then.</summary>
    [FromQuery(Name = "occurred[lt]")]
    public string? OccurredBefore { get; init; }

    /// <summary>True: only those that no webhook got or is to get.</summary>
    [FromQuery(Name = "unsent")]
    public string? Unsent { get; init; }

    /// <summary>False: only events that count; true: only those that late data showed not to have happened; left out: both.</summary>
    [FromQuery(Name = "superseded")]
    public string? Superseded { get; init; }

    public Parsed<IQueryable<EventRow>> Apply(IQueryable<EventRow> rows, IQueryable<DeliveryRow> deliveries, IQueryable<SpilledRow> spilled)
    {
        var faults = new List<ProblemFault>();
        rows = Type is null ? rows : rows.Where(e => e.Type == Type);
        rows = Vehicle is null ? rows : rows.Where(e => e.OrderingKey == Vehicle);
        if (DeliveryFilter.Time(OccurredFrom, "?occurred[gte]", faults) is { } from)
        {
            rows = rows.Where(e => e.OccurredMs >= from);
        }

        if (DeliveryFilter.Time(OccurredBefore, "?occurred[lt]", faults) is { } before)
        {
            rows = rows.Where(e => e.OccurredMs < before);
        }

        if (Unsent is "true")
        {
            rows = rows.Where(e => !deliveries.Any(d => d.EventRow == e.Id) && !spilled.Any(s => s.EventRow == e.Id));
        }
        else if (Unsent is not (null or "false"))
        {
            faults.Add(new ProblemFault("?unsent", ApiErrors.InvalidRequest.Code, "unsent is true or false."));
        }

        if (Superseded is "true" or "false")
        {
            var gone = Superseded is "true";
            rows = rows.Where(e => (e.SupersededMs != null) == gone);
        }
        else if (Superseded is not null)
        {
            faults.Add(new ProblemFault("?superseded", ApiErrors.InvalidRequest.Code, "superseded is true or false."));
        }

        return faults.Count > 0 ? ApiProblem.Of(faults) : new Parsed<IQueryable<EventRow>>(rows);
    }
}
