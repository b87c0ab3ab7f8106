namespace EdgeRelay.Relay.Outbox;

public enum DeliveryOrigin : byte
{
    Live = 0,
    Test = 1,
    Activation = 2,
    Resend = 3,
    Replay = 4,
    Backfill = 5,
}
