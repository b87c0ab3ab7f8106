namespace EdgeRelay.Rules.Ignition;

/// <summary>What told the state of the ignition.</summary>
internal enum IgnitionSource : byte
{
    Attribute,
    Rpm,
}
