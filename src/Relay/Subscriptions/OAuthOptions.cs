using System.Text.Json;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Where and how a token is asked for; the client's id and secret are in <see cref="Subscription.AuthUser"/> and <see cref="Subscription.AuthSecret"/>.</summary>
/// <param name="TokenUrl">Absolute URL of the token endpoint, as <see cref="EndpointUrl"/> accepted it.</param>
/// <param name="Scope">Asked for by <c>scope</c>; null for none.</param>
/// <param name="Audience">Asked for by <c>audience</c>, which some servers demand; null for none.</param>
/// <param name="InBody">The client's id and secret stand in the body instead of Basic authorization.</param>
public sealed record OAuthOptions(string TokenUrl, string? Scope, string? Audience, bool InBody)
{
    /// <summary>Reads the column <see cref="Subscription.AuthOptions"/>.</summary>
    public static OAuthOptions? Read(string? stored) => stored is null ? null : JsonSerializer.Deserialize<OAuthOptions>(stored);

    public string Write() => JsonSerializer.Serialize(this);
}
