using System.Net.Http.Headers;
using System.Text;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Speaks to a gateway over HTTP with one key.</summary>
internal sealed class ApiClient(HttpClient http, string? key)
{
    public Task<ApiAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<ApiAnswer> Post(string path, string? body = null, string type = "application/json") =>
        Send(HttpMethod.Post, path, body, type);

    public Task<ApiAnswer> Put(string path, string body) => Send(HttpMethod.Put, path, body);

    public Task<ApiAnswer> Patch(string path, string body, string? ifMatch = null) =>
        Send(HttpMethod.Patch, path, body, "application/merge-patch+json", ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public Task<ApiAnswer> Delete(string path, string? ifMatch = null) =>
        Send(HttpMethod.Delete, path, null, "", ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public async Task<ApiAnswer> Send(
        HttpMethod method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        using var response = await http.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers,
            (await response.Content.ReadAsStringAsync()).TrimEnd('\n'));
    }
}
