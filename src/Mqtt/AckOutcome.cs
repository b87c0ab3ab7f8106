namespace EdgeRelay.Mqtt;

public enum AckOutcome : byte
{
    Committed,
    Abandoned,
}
