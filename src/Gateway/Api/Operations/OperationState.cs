namespace EdgeRelay.Gateway.Api.Operations;

internal enum OperationState : byte
{
    Running,
    Done,
    Cancelled,

    /// <summary>Something broke on the way; what was done until then stays done.</summary>
    Failed,
}
