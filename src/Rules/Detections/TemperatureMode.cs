namespace EdgeRelay.Rules.Detections;

public enum TemperatureMode : byte
{
    Report,
    Change,
    Band,
}
