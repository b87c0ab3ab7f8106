using System.Globalization;
using System.Security.Claims;

namespace EdgeRelay.Gateway.Api.Access;

/// <summary>Who asks: the account of the key, and the key's name.</summary>
internal sealed record Caller(long AccountId, long KeyId, string KeyName)
{
    private const string AccountClaim = "account";

    public static Caller Of(HttpContext context) =>
        context.User.FindFirst(AccountClaim) is { } account
            ? new Caller(
                long.Parse(account.Value, CultureInfo.InvariantCulture),
                long.Parse(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture),
                context.User.FindFirstValue(ClaimTypes.Name)!)
            : throw new InvalidOperationException("The endpoint was reached without a key: it must require authorization.");

    /// <summary>Makes handlers' parameters of this type; called by the framework.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(AccountClaim, AccountId.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.NameIdentifier, KeyId.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, KeyName),
        ],
        scheme));
}
