namespace EdgeRelay.Simulator.Sending;

/// <param name="Sha256">Of the lines, lower-case hexadecimal.</param>
internal readonly record struct DryRunResult(long Messages, string Sha256);
