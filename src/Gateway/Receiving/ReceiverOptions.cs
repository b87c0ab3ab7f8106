using EdgeRelay.Gateway.Inbox;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>How a local receiver behaves.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Secrets">Secrets of webhooks; a signature by any of them is good. Empty checks none.</param>
/// <param name="Answers">What it answers.</param>
/// <param name="Scheme">How the webhooks sign.</param>
internal sealed record ReceiverOptions(
    System.Net.IPEndPoint Address, IReadOnlyList<string> Secrets, InboxScript Answers, SignatureScheme Scheme = SignatureScheme.Standard);
