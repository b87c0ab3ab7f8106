using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>
/// <c>/v1/deliveries/export</c>: what the list shows, all of it, oldest first, as NDJSON (with the data that was sent) or CSV. It is read page by page while
/// it is written, so that an export of millions costs no memory and holds up no checkpoint.
/// </summary>
internal sealed class DeliveryExport(CoreDatabase database, DeliveryPresenter presenter)
{
    private const int RowsPerPage = 500;

    private static readonly string[] Columns =
    [
        "id", "webhook_id", "event_id", "type", "vehicle", "status", "origin", "attempts_made", "sequence", "occurred_at", "created_at",
        "next_attempt_at", "finished_at", "last_status", "last_reason", "out_of_order",
    ];

    /// <summary>The handler.</summary>
    public static async Task<IResult> Export(
        Caller caller, HttpContext context, CoreDatabase database, DeliveryPresenter presenter, [AsParameters] DeliveryFilter filter, string? format)
    {
        if (format is not (null or "ndjson" or "csv"))
        {
            return ApiProblem.Of([new ProblemFault("?format", ApiErrors.InvalidRequest.Code, "format is ndjson or csv.")]);
        }

        if (!filter.Apply(Enumerable.Empty<DeliveryRow>().AsQueryable(), "?").Succeeded(out _, out var problem))
        {
            return problem;
        }

        await new DeliveryExport(database, presenter).Write(caller, context, filter, asCsv: format == "csv");
        return Results.Empty;
    }

    private async Task Write(Caller caller, HttpContext context, DeliveryFilter filter, bool asCsv)
    {
        var response = context.Response;
        response.ContentType = asCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
        response.Headers.ContentDisposition = "attachment; filename=\"deliveries." + (asCsv ? "csv" : "ndjson") + "\"";
        if (asCsv)
        {
            Append(response, string.Join(',', Columns) + "\r\n");
        }

        for (var after = 0L; ;)
        {
            var page = await Read(caller, filter, after, context.RequestAborted);
            foreach (var (row, told) in page)
            {
                if (asCsv)
                {
                    Append(response, Line(presenter.Show(row, told)));
                }
                else
                {
                    AppendObject(response, presenter.Show(row, told), told);
                }
            }

            await response.BodyWriter.FlushAsync(context.RequestAborted);
            if (page.Count < RowsPerPage)
            {
                return;
            }

            after = page[^1].Row.Id;
        }
    }

    private async Task<List<(DeliveryRow Row, EventRow Told)>> Read(
        Caller caller, DeliveryFilter filter, long after, CancellationToken cancellation)
    {
        await using var core = database.Read();
        // The filter was found good before.
        var chosen = filter.Apply(core.DeliveriesOf(caller), "?").Succeeded(out var rows, out _) ? rows : core.Set<DeliveryRow>().Where(_ => false);
        var found = await chosen.Where(d => d.Id > after).OrderBy(d => d.Id).Take(RowsPerPage)
            .Join(core.Set<EventRow>(), d => d.EventRow, e => e.Id, (d, e) => new { Delivery = d, Event = e })
            .OrderBy(r => r.Delivery.Id)
            .ToListAsync(cancellation);
        return found.ConvertAll(r => (r.Delivery, r.Event));
    }

    private static void AppendObject(HttpResponse response, DeliveryResponse shown, EventRow told)
    {
        using (var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder }))
        {
            var data = JsonSerializer.Deserialize<JsonElement>(told.Data, ApiJson.Options);
            JsonSerializer.Serialize(writer, new DeliveryLineResponse(shown, data), ApiJson.Options);
        }

        response.BodyWriter.Write("\n"u8);
    }

    private static void Append(HttpResponse response, string text) => Encoding.UTF8.GetBytes(text, response.BodyWriter);

    private static string Line(DeliveryResponse d) => string.Join(',', new[]
    {
        d.Id, Text(d.WebhookId), d.EventId.ToString(), d.Type, d.Vehicle, d.Status, d.Origin, Text(d.AttemptsMade), Text(d.Sequence),
        Time(d.OccurredAt), Time(d.CreatedAt), Time(d.NextAttemptAt), Time(d.FinishedAt), Text(d.LastStatus), d.LastReason,
        d.OutOfOrder ? "true" : "false",
    }.Select(Field)) + "\r\n";

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) => time is { } given ? Rfc3339Converter.Text(given) : "";

    /// <summary>RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front: ids and reasons come from others.</summary>
    internal static string Field(string? value)
    {
        var text = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + value : value ?? "";
        return text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}
