namespace EdgeRelay.Testing;

/// <summary>What a receiver answers.</summary>
/// <param name="HoldBack">The answer waits until this is done; a task that never ends makes a receiver that hangs.</param>
/// <param name="Abort">The connection is broken instead of answered.</param>
public sealed record ReceiverAnswer(
    int Status,
    Dictionary<string, string>? Headers = null,
    byte[]? Body = null,
    Task? HoldBack = null,
    bool Abort = false);
