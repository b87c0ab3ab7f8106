namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Layout of a form body: keys as <c>data[a][0][b]</c>, or the whole JSON in one field <c>payload</c>.</summary>
public enum FormStyle : byte
{
    Brackets = 0,
    Payload = 1,
}
