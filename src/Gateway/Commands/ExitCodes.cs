namespace EdgeRelay.Gateway.Commands;

/// <summary>Exit codes of the gateway's verbs; documented in <c>docs/operations.md</c>.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Usage = 2;
    public const int Unauthorized = 4;
    public const int Unreachable = 5;
}
