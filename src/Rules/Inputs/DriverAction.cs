namespace EdgeRelay.Rules.Inputs;

public enum DriverAction : byte
{
    Assign,
    Unassign,
}
