using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EdgeRelay.EndToEnd.Tests;

/// <summary>Speaks to a gateway's API as a customer does.</summary>
internal sealed class GatewayApi : IDisposable
{
    private readonly HttpClient _http;

    public GatewayApi(string address, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri(address), Timeout = Deadline.Long };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<JsonElement> Get(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await Read(response);
    }

    public async Task<JsonElement> Post(string path, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await Read(response);
    }

    /// <summary>What <c>/readyz</c> says.</summary>
    public async Task<(bool Ready, string Text)> Ready()
    {
        using var response = await _http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>All rows of a list, page by page.</summary>
    /// <param name="path">With a query, if only <c>?</c>.</param>
    public async Task<IReadOnlyList<JsonElement>> List(string path)
    {
        var rows = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await Get($"{path}&limit=200{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            rows.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        return rows;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
