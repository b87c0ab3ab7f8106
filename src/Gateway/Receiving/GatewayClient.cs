using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeRelay.Gateway.Api.Json;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>The API of a running gateway, as a command uses it.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="server">Address of the gateway, e.g. <c>http://127.0.0.1:8080</c>.</param>
    public GatewayClient(Uri server, string key)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="GatewayRefusedException">The gateway answered with an error.</exception>
    /// <exception cref="HttpRequestException">No gateway answers.</exception>
    public async Task<JsonElement> Send(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body, ApiJson.Options), Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new GatewayRefusedException(response.StatusCode, DetailOf(text) ?? $"{method} {path} was answered {(int)response.StatusCode}.");
        }

        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text, ApiJson.Options);
    }

    public Task<JsonElement> Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, cancellation);

    public void Dispose() => _http.Dispose();

    private static string? DetailOf(string text)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.GetProperty("detail").GetString();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // somebody else answered, such as a proxy
        }
    }
}
