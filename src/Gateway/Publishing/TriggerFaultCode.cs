namespace EdgeRelay.Gateway.Publishing;

/// <summary>Closed set; the wire names are in <see cref="TriggerFaultCodes"/> and in the API's table of errors.</summary>
public enum TriggerFaultCode : byte
{
    /// <summary>A value of the wrong JSON type, a missing type, or parameters that contradict each other.</summary>
    InvalidRequest,

    UnknownEvent,

    UnknownField,

    ParameterOutOfRange,
}
