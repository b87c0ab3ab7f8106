namespace EdgeRelay.Rules;

/// <summary>Which of a device's speeds counts.</summary>
public enum SpeedSource : byte
{
    /// <summary>The engine's, else the receiver's, else derived from two fixes.</summary>
    Auto,
    Gps,
    Ecu,
}
