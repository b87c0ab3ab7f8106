using System.Globalization;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Notices;

/// <summary><c>/v1/notices</c>: levels of webhooks' limits that were reached, newest first.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/notices", List).WithTags("notices").WithPaging("webhook", "kind", "current");

    private static async Task<Results<Ok<Page<NoticeResponse>>, ApiProblem>> List(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        string? limit,
        string? cursor,
        string? webhook,
        string? kind,
        string? current)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        var faults = new List<ProblemFault>();
        long wanted = 0;
        if (webhook is not null && !long.TryParse(webhook, NumberStyles.None, CultureInfo.InvariantCulture, out wanted))
        {
            faults.Add(new ProblemFault("?webhook", ApiErrors.InvalidRequest.Code, "The number of a webhook is expected."));
        }

        var ofKind = Words.Find<LimitKind>(kind);
        if (kind is not null && ofKind is null)
        {
            var kinds = Words.All<LimitKind>();
            faults.Add(new ProblemFault(
                "?kind", ApiErrors.InvalidRequest.Code, $"kind is one of {string.Join(", ", kinds)}.", NearestWord.To(kind, kinds)));
        }

        var inForce = false;
        if (current is not null && !bool.TryParse(current, out inForce))
        {
            faults.Add(new ProblemFault("?current", ApiErrors.InvalidRequest.Code, "current is true or false."));
        }

        if (faults.Count > 0)
        {
            return ApiProblem.Of(faults);
        }

        await using var core = database.Read();
        var rows = core.NoticesOf(caller);
        rows = page.Number is { } before ? rows.Where(n => n.Id < before) : rows;
        rows = webhook is null ? rows : rows.Where(n => n.WebhookId == wanted);
        rows = ofKind is null ? rows : rows.Where(n => n.Kind == ofKind);
        rows = current is null ? rows : rows.Where(n => n.EndedMs == null == inForce);
        var found = await rows.OrderByDescending(n => n.Id).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(context, found, n => n.Id.ToString(CultureInfo.InvariantCulture), NoticeResponse.Of));
    }
}
