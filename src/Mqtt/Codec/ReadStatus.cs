namespace EdgeRelay.Mqtt.Codec;

internal enum ReadStatus : byte
{
    Complete,
    NeedMore,
    Malformed,
}
