namespace EdgeRelay.Relay.Subscriptions;

/// <summary>How a receiver shows that it wants the messages.</summary>
public enum OwnershipMethod : byte
{
    /// <summary>GET with <c>check=&lt;random&gt;</c>, answered by 200 and exactly the value.</summary>
    Check = 0,

    /// <summary>Signed POST of <c>{"verification":"&lt;random&gt;"}</c>, answered by 200 and exactly the value.</summary>
    Challenge = 1,

    /// <summary>CloudEvents' OPTIONS with <c>WebHook-Request-Origin</c>, answered by <c>WebHook-Allowed-Origin</c>.</summary>
    Cloudevents = 2,
}
