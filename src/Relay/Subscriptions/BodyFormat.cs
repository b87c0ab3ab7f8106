namespace EdgeRelay.Relay.Subscriptions;

/// <summary>How the body is written: <c>application/json</c> or <c>application/x-www-form-urlencoded</c>.</summary>
public enum BodyFormat : byte
{
    Json = 0,
    Form = 1,
}
