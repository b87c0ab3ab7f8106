namespace EdgeRelay.Rules;

/// <summary>How an account's rules treat raw data.</summary>
public enum RuleProfile : byte
{
    /// <summary>All filters, buffers and gates of the telematics reference are on.</summary>
    Standard,

    /// <summary>Filters, buffers, dwell, accuracy gates, hysteresis and crossing are off (telematics reference 2.7).</summary>
    Raw,
}
