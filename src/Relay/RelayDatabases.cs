namespace EdgeRelay.Relay;

/// <summary>Where Relay reads and logs.</summary>
/// <param name="CoreReadOnly">Connection string of the main database for reading (<c>Mode=ReadOnly</c>); the host writes it.</param>
/// <param name="Log">Connection string of the attempt log, which Relay alone writes.</param>
public sealed record RelayDatabases(string CoreReadOnly, string Log);
