namespace EdgeRelay.Relay.Retention;

/// <summary>What a piece of a sweep removes.</summary>
internal enum SweptTable : byte
{
    Delivery,
    Event,
}
