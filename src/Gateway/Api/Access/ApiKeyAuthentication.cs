using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using EdgeRelay.Gateway.Api.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EdgeRelay.Gateway.Api.Access;

/// <summary>Takes the key from <c>Authorization: Bearer</c>, from the user name of Basic, or from <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyAuthentication(
    ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const int MaxKeyLength = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { Length: <= MaxKeyLength } key)
        {
            return AuthenticateResult.NoResult();
        }

        return await keys.Find(key, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName))
            : AuthenticateResult.Fail("unknown key");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"EdgeRelay\"";
        var detail = KeyOf(Request) is null
            ? "The request has no API key. Send it as \"Authorization: Bearer er_…\"; the first key was printed when the gateway first " +
              "started, or is the one set by Admin:ApiKey (EDGERELAY__ADMIN__APIKEY)."
            : "The API key is not known here. Check that all of it was copied and that it belongs to this gateway.";
        return new ApiProblem(ApiErrors.Unauthorized, detail).ExecuteAsync(Context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["X-Api-Key"] is [{ Length: > 0 } own])
        {
            return own;
        }

        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || string.IsNullOrEmpty(header.Parameter))
        {
            return null;
        }

        return header.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => header.Parameter,
            "BASIC" => UserOf(header.Parameter),
            _ => null,
        };
    }

    private static string? UserOf(string credentials)
    {
        var bytes = new byte[MaxKeyLength];
        if (credentials.Length > MaxKeyLength || !Convert.TryFromBase64String(credentials, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? text : text[..colon];
    }
}
