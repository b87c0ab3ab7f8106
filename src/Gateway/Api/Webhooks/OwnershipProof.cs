using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Relay;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Decides whether a webhook's URL counts as its owner's, and asks the receiver when it must.</summary>
internal sealed class OwnershipProof(OwnershipCheck check, RelaySettings settings, TimeProvider clock)
{
    private readonly CheckBudget _budget = new(clock);

    /// <summary>The webhook with what the operator's settings say of its host.</summary>
    public Subscription Seen(Subscription webhook) => SubscriptionRules.WithTrustOf(settings, webhook);

    /// <summary>Makes the webhook proven: trusted hosts need no proof; others are asked if <paramref name="mustAsk"/>.</summary>
    /// <returns>The webhook, or why its URL is not proven.</returns>
    public async Task<(Subscription Webhook, ApiProblem? Refusal)> Prove(Subscription webhook, bool mustAsk, CancellationToken cancellation)
    {
        if (!EndpointUrl.TryParse(webhook.Url, out var url, out var fault))
        {
            throw new InvalidOperationException($"Webhook {webhook.Id} is stored with a URL that is not usable: {fault}.");
        }

        if (SubscriptionRules.IsTrusted(url, settings))
        {
            return (webhook.After(SubscriptionTurn.Trust)!, null);
        }

        if (!mustAsk)
        {
            return (webhook, null);
        }

        if (!_budget.TryTake(webhook.AccountId, webhook.Url))
        {
            return (webhook, new ApiProblem(
                ApiErrors.RateLimited, $"The URL was asked {CheckBudget.PerHour} times within the hour. Mend the receiver, then try again later."));
        }

        var verdict = await check.RunAsync(webhook, cancellation);
        return verdict.Passed
            ? (webhook.After(SubscriptionTurn.Prove)!, null)
            : (webhook.After(SubscriptionTurn.LoseProof)!, new ApiProblem(
                ApiErrors.NotVerified,
                $"{Asked(webhook.Ownership, url)}; what happened: {verdict.Reason}.",
                [new ProblemFault("/url", ApiErrors.NotVerified.Code, verdict.Reason)]));
    }

    private static string Asked(OwnershipMethod method, EndpointUrl url) => method switch
    {
        OwnershipMethod.Challenge =>
            $"POST {url} with {{\"verification\":…}} must be answered by status 200 and exactly its value as the body",
        OwnershipMethod.Cloudevents =>
            $"OPTIONS {url} with WebHook-Request-Origin must be answered by status 2xx and that origin, or *, as WebHook-Allowed-Origin",
        _ => $"GET {url} with a query parameter check must be answered by status 200 and exactly its value as the body",
    };
}
