using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Relay;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The way of every change of a webhook: read, decide what it shall be, check, prove, store, show.</summary>
internal sealed class WebhookEditor(
    WebhookStore webhooks, WebhookPresenter presenter, ISecretProtector protector, RelaySettings settings, AccountBooks books, TimeProvider clock)
{
    /// <param name="edit">The request that describes the webhook as it shall be, given what it is and how it is shown.</param>
    public async Task<Results<Ok<WebhookResponse>, ApiProblem>> Edit(
        Caller caller, HttpContext context, long id, Func<Subscription, WebhookResponse, Parsed<WebhookRequest>> edit)
    {
        var now = clock.GetUtcNow();
        return await Answer(context, await webhooks.Change(
            caller,
            id,
            Precondition.Of(context),
            present => edit(present, WebhookResponse.Of(present, default, 0, [], now)).Succeeded(out var request, out var problem)
                && WebhookRules.Check(request, present, settings, protector, books.GroupsOf(caller.AccountId)).Succeeded(out var wanted, out problem)
                    ? wanted.On(present, protector)
                    : problem,
            context.RequestAborted));
    }

    /// <summary>The same for a turn of the webhook's state.</summary>
    /// <param name="whyNot">What is answered where the turn is not legal.</param>
    /// <param name="toSend">The webhook shall send afterwards.</param>
    public async Task<Results<Ok<WebhookResponse>, ApiProblem>> Turn(
        Caller caller, HttpContext context, long id, SubscriptionTurn turn, string whyNot, bool toSend = false) =>
        await Answer(context, await webhooks.Change(
            caller,
            id,
            Precondition.Of(context),
            present => present.After(turn) is not { } turned ? new ApiProblem(ApiErrors.Conflict, whyNot)
                : turned.State == present.State && (present.MaySend || !toSend) ? turned
                : turned with { Version = present.Version + 1 },
            context.RequestAborted,
            toSend));

    private async Task<Results<Ok<WebhookResponse>, ApiProblem>> Answer(HttpContext context, Parsed<Subscription> changed)
    {
        if (!changed.Succeeded(out var webhook, out var problem))
        {
            return problem;
        }

        Precondition.Announce(context, webhook.Version);
        return TypedResults.Ok(await presenter.Show(webhook, context.RequestAborted));
    }
}
