using System.Text;
using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Checks the part of a draft that says how requests are authorized. Pure.</summary>
internal static class AuthorizationRules
{
    private const int MaxSecret = SubscriptionRules.MaxAuthorization / 2;
    private const int MaxText = 1_024;

    public static void Check(SubscriptionDraft draft, RelaySettings settings, List<SubscriptionFault> faults)
    {
        SubscriptionRules.Word(draft.AuthType, "/auth/type", ["none", "basic", "header", "bearer", "oauth2"], faults);
        switch (draft.AuthType)
        {
            case "basic":
                CheckBasic(draft, faults);
                break;
            case "header" when IsMissing(draft, IsHeader):
                faults.Add(SubscriptionRules.Range(
                    "/auth/value",
                    $"The header's value must begin with a word such as Bearer and have 1 to {SubscriptionRules.MaxAuthorization} visible ASCII characters and spaces."));
                break;
            case "bearer" when IsMissing(draft, IsBearer):
                faults.Add(SubscriptionRules.Range(
                    "/auth/token",
                    $"Bearer authorization needs a token of at most {SubscriptionRules.MaxAuthorization} letters, digits and -._~+/, with = only at its end."));
                break;
            case "oauth2":
                CheckOAuth(draft, settings, faults);
                break;
            default:
                break;
        }
    }

    private static void CheckBasic(SubscriptionDraft draft, List<SubscriptionFault> faults)
    {
        if (!IsText(draft.AuthUser, MaxText) || draft.AuthUser!.Contains(':', StringComparison.Ordinal))
        {
            faults.Add(SubscriptionRules.Range("/auth/username", $"Basic authorization needs a user name of at most {MaxText} bytes without a colon."));
        }

        if (IsMissing(draft, password => password.Length == 0 || IsText(password, MaxSecret)))
        {
            faults.Add(SubscriptionRules.Range("/auth/password", $"Basic authorization needs a password of at most {MaxSecret} bytes."));
        }
    }

    private static void CheckOAuth(SubscriptionDraft draft, RelaySettings settings, List<SubscriptionFault> faults)
    {
        if (!IsText(draft.AuthUser, MaxText))
        {
            faults.Add(SubscriptionRules.Range("/auth/client_id", $"OAuth2 needs a client id of at most {MaxText} bytes."));
        }

        if (IsMissing(draft, secret => IsText(secret, MaxSecret)))
        {
            faults.Add(SubscriptionRules.Range("/auth/client_secret", $"OAuth2 needs a client secret of at most {MaxSecret} bytes."));
        }

        SubscriptionRules.CheckUrl(draft.TokenUrl, "/auth/token_url", settings, faults);
        SubscriptionRules.Word(draft.ClientAuth, "/auth/client_auth", ["basic", "post"], faults);
        CheckOptional(draft.TokenScope, "/auth/scope", faults);
        CheckOptional(draft.TokenAudience, "/auth/audience", faults);
    }

    private static void CheckOptional(string? text, string pointer, List<SubscriptionFault> faults)
    {
        if (text is not null && !IsText(text, MaxText))
        {
            faults.Add(SubscriptionRules.Range(pointer, $"1 to {MaxText} bytes without control characters are expected, or nothing."));
        }
    }

    /// <summary>A secret that is given must be good; one that is not given must be stored.</summary>
    private static bool IsMissing(SubscriptionDraft draft, Func<string, bool> isGood) =>
        draft.AuthSecret is { } given ? !isGood(given) : !draft.AuthSecretIsSet;

    private static bool IsText(string? text, int most) =>
        text is { Length: > 0 } && !text.Any(char.IsControl) && Encoding.UTF8.GetByteCount(text) <= most;

    private static bool IsHeader(string value) =>
        value.Length <= SubscriptionRules.MaxAuthorization && HeaderRules.IsValue(value) && HeaderRules.IsToken(value.Split(' ')[0]);

    private static bool IsBearer(string token) => Credentials.IsToken68(token);
}
