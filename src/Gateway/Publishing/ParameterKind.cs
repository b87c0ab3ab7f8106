namespace EdgeRelay.Gateway.Publishing;

public enum ParameterKind : byte
{
    Number,
    Integer,
    Flag,
    Choice,
    /// <summary>An array of texts.</summary>
    Names,
}
