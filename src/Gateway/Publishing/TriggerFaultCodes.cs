using System.Diagnostics;

namespace EdgeRelay.Gateway.Publishing;

public static class TriggerFaultCodes
{
    public static string WireName(this TriggerFaultCode code) => code switch
    {
        TriggerFaultCode.InvalidRequest => "invalid_request",
        TriggerFaultCode.UnknownEvent => "unknown_event",
        TriggerFaultCode.UnknownField => "unknown_field",
        TriggerFaultCode.ParameterOutOfRange => "parameter_out_of_range",
        _ => throw new UnreachableException(),
    };
}
