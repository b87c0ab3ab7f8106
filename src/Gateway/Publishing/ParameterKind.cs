namespace EdgeRelay.Gateway.Publishing;

public enum ParameterKind : byte
{
    Number,
    Integer,
    Flag,
    Choice,
    Text,
}
