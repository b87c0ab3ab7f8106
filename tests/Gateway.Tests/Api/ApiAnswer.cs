using System.Net.Http.Headers;
using System.Text.Json;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>An answer of the API, read whole.</summary>
internal sealed record ApiAnswer(int Status, string? MediaType, HttpResponseHeaders Headers, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string ETag => Headers.ETag!.ToString();

    public string? Code => Json.GetProperty("code").GetString();

    public JsonElement this[string name] => Json.GetProperty(name);
}
