namespace EdgeRelay.Rules.Ignition;

/// <summary>What told the state of the ignition, the most trusted first: once one has spoken, those behind it are not asked.</summary>
internal enum IgnitionSource : byte
{
    Attribute,
    Code,
    Rpm,
    Voltage,
}
