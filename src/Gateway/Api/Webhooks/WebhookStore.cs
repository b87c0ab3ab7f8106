using System.Globalization;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Explain;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>
/// Changes of webhooks. Each is committed and known to sender and lanes before it is answered. The network is asked before anything is
/// stored, so that a check that fails changes nothing.
/// </summary>
internal sealed class WebhookStore(
    CoreDatabase database,
    ConfigurationWriter writer,
    SubscriptionBook sender,
    AccountBooks lanes,
    OwnershipProof ownership,
    SampleMessages samples,
    WebhookHistory history)
{
    /// <summary>Webhooks of one account at most.</summary>
    public const int MaxPerAccount = 1_000;

    public static ApiProblem NotFound(long id) => ApiProblem.NotFound(string.Create(CultureInfo.InvariantCulture, $"webhook {id}"));

    public async Task<Subscription?> Find(Caller caller, long id, CancellationToken cancellation)
    {
        await using var core = database.Read();
        return await core.WebhooksOf(caller).FirstOrDefaultAsync(s => s.Id == id, cancellation) is { } found ? ownership.Seen(found) : null;
    }

    public async Task<Parsed<Subscription>> Create(Caller caller, Subscription draft, CancellationToken cancellation)
    {
        var (wanted, refusal) = await ownership.Prove(draft, mustAsk: draft.Enabled, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        using var change = await lanes.BeginChange();
        if (GroupsGone(wanted) is { } gone)
        {
            return gone;
        }

        TakeEffect(wanted, change);
        var problem = await writer.Write(core =>
        {
            if (core.WebhooksOf(caller).Count() >= MaxPerAccount)
            {
                return new ApiProblem(ApiErrors.LimitExceeded, $"An account may have {MaxPerAccount} webhooks.");
            }

            core.Add(wanted);
            core.SaveChanges(); // gives the number
            history.Record(core, wanted);
            return null;
        });
        if (problem is not null)
        {
            return problem;
        }

        await Tell(wanted, switchedOn: wanted.Enabled);
        return wanted;
    }

    /// <param name="edit">The webhook as it shall be, given what it is.</param>
    /// <param name="toSend">It shall send when this is done, so that an unproven URL is asked though nothing else changes.</param>
    public async Task<Parsed<Subscription>> Change(
        Caller caller,
        long id,
        Precondition precondition,
        Func<Subscription, Parsed<Subscription>> edit,
        CancellationToken cancellation,
        bool toSend = false)
    {
        if (await Find(caller, id, cancellation) is not { } present)
        {
            return NotFound(id);
        }

        if (precondition.Check(present.Version) is { } refusal)
        {
            return refusal;
        }

        if (!edit(present).Succeeded(out var edited, out var problem))
        {
            return problem;
        }

        // A webhook that was off is switched on by the same turn, whichever request says so.
        var turned = edited.Enabled && !present.Enabled ? edited with { Hold = present.After(SubscriptionTurn.Enable)!.Hold } : edited;
        turned = turned.Url == present.Url ? turned : turned.After(SubscriptionTurn.LoseProof)!;
        // A pause that begins or ends is no new start: it gets no first payload.
        var starts = turned.Enabled && turned.Hold == HoldReason.None
            && (!present.Enabled || present.State.IsAutoDisabled || (toSend && !present.MaySend));
        var mustAsk = turned.Enabled && turned.Verification == Verification.Unverified && (starts || turned.Url != present.Url)
            || starts && present.State.IsAutoDisabled;
        (var wanted, refusal) = await ownership.Prove(turned, mustAsk, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        return await Store(caller, present, wanted, starts);
    }

    /// <summary>Asks the receiver again, whether the webhook is on or not.</summary>
    public async Task<Parsed<Subscription>> Verify(Caller caller, long id, CancellationToken cancellation)
    {
        if (await Find(caller, id, cancellation) is not { } present)
        {
            return NotFound(id);
        }

        var (proven, problem) = await ownership.Prove(present with { Version = present.Version + 1 }, mustAsk: true, cancellation);
        if (proven.Verification == present.Verification)
        {
            return problem is null ? present : problem;
        }

        var stored = await Store(caller, present, proven, switchedOn: false);
        return problem is null ? stored : problem;
    }

    /// <returns>How many messages that were not delivered went with it.</returns>
    public async Task<Parsed<long>> Remove(Caller caller, long id, Precondition precondition)
    {
        using var change = await lanes.BeginChange();
        var removed = await writer.Write<Parsed<long>>(core =>
        {
            if (core.WebhooksOf(caller).FirstOrDefault(s => s.Id == id) is not { } row)
            {
                return NotFound(id);
            }

            if (precondition.Check(row.Version) is { } refusal)
            {
                return refusal;
            }

            core.Remove(row);
            history.Record(core, row, removed: true);
            return core.Set<DeliveryRow>().LongCount(d => d.WebhookId == id && d.State < DeliveryState.Delivered);
        });
        if (removed.Succeeded(out _, out _))
        {
            // First nobody makes messages for it, then nobody sends them.
            lanes.Reload(caller.AccountId);
            sender.Removed(id);
        }

        return removed;
    }

    private async Task<Parsed<Subscription>> Store(Caller caller, Subscription present, Subscription wanted, bool switchedOn)
    {
        using var change = await lanes.BeginChange();
        if (GroupsGone(wanted) is { } gone)
        {
            return gone;
        }

        TakeEffect(wanted, change);
        var stored = await writer.Write<Parsed<Subscription>>(core =>
        {
            if (core.WebhooksOf(caller).FirstOrDefault(s => s.Id == present.Id) is not { } row)
            {
                return NotFound(present.Id);
            }

            if (row.Version != present.Version)
            {
                return new ApiProblem(ApiErrors.Conflict, "The webhook was changed meanwhile. Read it again and repeat the change.");
            }

            // What the sender found out meanwhile stays, unless switching on begins anew. What it does to the state makes a new version.
            core.Entry(row).CurrentValues.SetValues(switchedOn
                ? wanted with { FailingSinceMs = null, Failures = 0, LastStatus = row.LastStatus }
                : wanted with { FailingSinceMs = row.FailingSinceMs, Failures = row.Failures, LastStatus = row.LastStatus });
            history.Record(core, row);
            return row;
        });
        if (stored.Succeeded(out var changed, out _))
        {
            await Tell(changed, switchedOn);
        }

        return stored;
    }

    /// <summary>A group is deleted only while no webhook names it; while the receiver was asked, none did yet.</summary>
    private ApiProblem? GroupsGone(Subscription wanted)
    {
        var known = lanes.GroupsOf(wanted.AccountId);
        return WebhookSelection.Parse(wanted.Selection).Groups.All(known.Contains)
            ? null
            : new ApiProblem(ApiErrors.Conflict, "A vehicle group that the webhook names was deleted meanwhile. Read the groups again.");
    }

    /// <summary>
    /// What somebody asked for already, this webhook or another, goes on as it is: an episode under way must not begin anew. The rest counts
    /// from now on.
    /// </summary>
    private void TakeEffect(Subscription wanted, ConfigurationChange change)
    {
        if (wanted.Enabled)
        {
            var book = lanes.Cell(wanted.AccountId).Book;
            wanted.Selection = WebhookSelection.Parse(wanted.Selection)
                .EffectiveFrom(detection => book.AskedSince(detection) ?? change.EffectiveFrom).ToJson();
        }
    }

    /// <summary>The sender must know a webhook before the first message for it is made.</summary>
    private async Task Tell(Subscription webhook, bool switchedOn)
    {
        sender.Changed(webhook);
        lanes.Reload(webhook.AccountId);
        if (switchedOn)
        {
            await samples.Queue(webhook, WebhookSelection.Parse(webhook.Selection).Wanted[0], DeliveryOrigin.Activation);
        }
    }
}
