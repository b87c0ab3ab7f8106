using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Relay;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Decides whether a webhook's URL counts as its owner's, and asks the receiver when it must.</summary>
internal sealed class OwnershipProof(OwnershipCheck check, RelaySettings settings)
{
    /// <summary>Sets <see cref="Subscription.Verification"/>: trusted hosts need no proof; others are asked if <paramref name="mustAsk"/>.</summary>
    /// <returns>Null, or why the URL is not proven.</returns>
    public async Task<ApiProblem?> Prove(Subscription webhook, bool mustAsk, CancellationToken cancellation)
    {
        if (!EndpointUrl.TryParse(webhook.Url, out var url, out var fault))
        {
            throw new InvalidOperationException($"Webhook {webhook.Id} is stored with a URL that is not usable: {fault}.");
        }

        if (SubscriptionRules.IsTrusted(url, settings))
        {
            webhook.Verification = Verification.Trusted;
            return null;
        }

        if (!mustAsk)
        {
            return null;
        }

        var verdict = await check.RunAsync(url, cancellation);
        webhook.Verification = verdict.Passed ? Verification.Verified : Verification.Unverified;
        return verdict.Passed ? null : new ApiProblem(
            ApiErrors.NotVerified,
            $"GET {url} with a query parameter check must be answered by status 200 and exactly its value as the body; " +
            $"what happened: {verdict.Reason}.",
            [new ProblemFault("/url", ApiErrors.NotVerified.Code, verdict.Reason)]);
    }
}
