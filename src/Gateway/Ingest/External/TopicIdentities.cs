using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Ingest.External;

/// <summary>
/// Who a message of a broker comes from. The broker has let its sender in and decided where it may publish, so the topic is the identity.
/// </summary>
/// <remarks>The broker loop's own, not thread-safe. Holds one identity an account.</remarks>
internal sealed class TopicIdentities(AccountBooks books, bool mayRegister)
{
    private readonly Dictionary<long, DeviceIdentity> _accounts = [];
    private readonly DeviceIdentity _nobody = DeviceIdentity.Unplaced();

    /// <param name="topic">UTF-8.</param>
    /// <returns>Who speaks for the topic's account; for a topic of none that there is, one whose messages are all refused for good.</returns>
    public DeviceIdentity Of(ReadOnlySpan<byte> topic)
    {
        if (!TopicParser.TryReadAccount(topic, out var accountId) || !books.Has(accountId))
        {
            return _nobody;
        }

        if (!_accounts.TryGetValue(accountId, out var identity))
        {
            _accounts.Add(accountId, identity = DeviceIdentity.Gateway(accountId, mayRegister));
        }

        return identity;
    }
}
