using System.Globalization;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;

namespace EdgeRelay.Gateway.Api.Paging;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Limit">Entries on the page, 1 to 200.</param>
/// <param name="After">Key of the last entry of the former page; null on the first.</param>
internal sealed record PageRequest(int Limit, string? After)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static Parsed<PageRequest> Read(string? limit, string? cursor)
    {
        var wanted = DefaultLimit;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted is < 1 or > MaxLimit))
        {
            return new ApiProblem(
                ApiErrors.InvalidRequest,
                $"limit must be a whole number from 1 to {MaxLimit}.",
                [new ProblemFault("?limit", ApiErrors.InvalidRequest.Code, null)]);
        }

        if (cursor is null)
        {
            return new PageRequest(wanted, null);
        }

        return Cursor.TryRead(cursor, out var after)
            ? new PageRequest(wanted, after)
            : new ApiProblem(ApiErrors.InvalidCursor, "cursor is none that this gateway gave.");
    }

    /// <summary>The same for lists whose key is a number.</summary>
    public static Parsed<PageRequest> ReadNumbered(string? limit, string? cursor)
    {
        var request = Read(limit, cursor);
        return request.Succeeded(out var page, out _) && page.After is not null && page.Number is null
            ? new ApiProblem(ApiErrors.InvalidCursor, "cursor is of another list.")
            : request;
    }

    /// <summary><see cref="After"/> as a number.</summary>
    public long? Number => long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Cuts one entry too many off, which says that there are more, and sets the header <c>Link</c>.</summary>
    /// <param name="rows">At most <see cref="Limit"/> + 1 entries, in the list's order.</param>
    /// <param name="key">What an entry is sought by.</param>
    public Page<TOut> Cut<TRow, TOut>(HttpContext context, IReadOnlyList<TRow> rows, Func<TRow, string> key, Func<TRow, TOut> show)
    {
        var hasMore = rows.Count > Limit;
        var next = hasMore ? Cursor.Of(key(rows[Limit - 1])) : null;
        if (next is not null)
        {
            var others = context.Request.Query.Where(q => q.Key != "cursor")
                .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}");
            context.Response.Headers.Link =
                $"<{context.Request.Path}?{string.Join('&', others.Append("cursor=" + next))}>; rel=\"next\"";
        }

        return new Page<TOut>([.. rows.Take(Limit).Select(show)], next, hasMore);
    }
}
