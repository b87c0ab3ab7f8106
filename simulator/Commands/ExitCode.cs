namespace EdgeRelay.Simulator.Commands;

/// <summary>Exit codes, the same as of the other commands.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Usage = 2;
    public const int Unauthorized = 4;
    public const int Unreachable = 5;
    public const int ThresholdMissed = 99;
}
