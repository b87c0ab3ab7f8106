namespace EdgeRelay.Simulator.Replay;

internal enum FieldKind
{
    Number,
    Flag,
    Text,
}
