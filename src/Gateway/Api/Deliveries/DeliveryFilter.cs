using System.Globalization;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Mvc;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>Query of the list of deliveries: every filter given must match.</summary>
internal sealed record DeliveryFilter
{
    public static readonly string[] Names = ["webhook", "status", "type", "vehicle", "created[gte]", "created[lt]"];

    /// <summary>Id of a webhook.</summary>
    [FromQuery(Name = "webhook")]
    public string? Webhook { get; init; }

    /// <summary><c>pending</c>, <c>retrying</c>, <c>delivered</c>, <c>failed</c>, <c>cancelled</c>, <c>superseded</c> or <c>expired</c>. What is <c>held</c> or being sent is found as what it was before.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>Event type.</summary>
    [FromQuery(Name = "type")]
    public string? Type { get; init; }

    /// <summary>Id of a vehicle.</summary>
    [FromQuery(Name = "vehicle")]
    public string? Vehicle { get; init; }

    /// <summary>RFC 3339: made then or later.</summary>
    [FromQuery(Name = "created[gte]")]
    public string? CreatedFrom { get; init; }

    /// <summary>RFC 3339: made before then.</summary>
    [FromQuery(Name = "created[lt]")]
    public string? CreatedBefore { get; init; }

    public static DeliveryFilter Of(DeliverySelection selection) => new()
    {
        Webhook = selection.Webhook?.ToString(CultureInfo.InvariantCulture),
        Status = selection.Status,
        Type = selection.Type,
        Vehicle = selection.Vehicle,
        CreatedFrom = selection.CreatedFrom is { } from ? Rfc3339Converter.Text(from) : null,
        CreatedBefore = selection.CreatedBefore is { } before ? Rfc3339Converter.Text(before) : null,
    };

    /// <param name="place">What the names of the filters stand behind, for the places of faults.</param>
    public Parsed<IQueryable<DeliveryRow>> Apply(IQueryable<DeliveryRow> rows, string place)
    {
        var faults = new List<ProblemFault>();
        rows = ByWebhook(ByStatus(rows, place, faults), place, faults);
        rows = Type is null ? rows : rows.Where(d => d.Type == Type);
        rows = Vehicle is null ? rows : rows.Where(d => d.OrderingKey == Vehicle);
        if (Time(CreatedFrom, place + "created[gte]", faults) is { } from)
        {
            rows = rows.Where(d => d.EnqueuedMs >= from);
        }

        if (Time(CreatedBefore, place + "created[lt]", faults) is { } before)
        {
            rows = rows.Where(d => d.EnqueuedMs < before);
        }

        return faults.Count > 0 ? ApiProblem.Of(faults) : new Parsed<IQueryable<DeliveryRow>>(rows);
    }

    private IQueryable<DeliveryRow> ByWebhook(IQueryable<DeliveryRow> rows, string place, List<ProblemFault> faults)
    {
        if (Webhook is null)
        {
            return rows;
        }

        if (!long.TryParse(Webhook, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            faults.Add(new ProblemFault(place + "webhook", ApiErrors.InvalidRequest.Code, "webhook must be the id of a webhook, a number."));
        }

        return rows.Where(d => d.WebhookId == id);
    }

    private IQueryable<DeliveryRow> ByStatus(IQueryable<DeliveryRow> rows, string place, List<ProblemFault> faults)
    {
        if (Status is null)
        {
            return rows;
        }

        if (Words.Find<DeliveryState>(Status) is { } state)
        {
            return rows.Where(d => d.State == state);
        }

        var known = Words.All<DeliveryState>();
        faults.Add(new ProblemFault(
            place + "status",
            ApiErrors.InvalidRequest.Code,
            $"\"{Status}\" is none of: {string.Join(", ", known)}.",
            NearestWord.To(Status, known)));
        return rows;
    }

    public static long? Time(string? text, string place, List<ProblemFault> faults)
    {
        if (text is null)
        {
            return null;
        }

        // A plus that was not escaped arrives as a space.
        if (Rfc3339Converter.TryParse(text.Replace(' ', '+'), out var time))
        {
            return time.ToUnixTimeMilliseconds();
        }

        faults.Add(new ProblemFault(place, ApiErrors.InvalidRequest.Code, "A time as in RFC 3339 is expected, such as 2026-11-22T09:00:00Z."));
        return null;
    }
}
