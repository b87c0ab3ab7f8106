namespace EdgeRelay.Relay.Subscriptions;

/// <summary>A header that a user asks for, before it is checked.</summary>
/// <param name="Value">In clear text; null when an edit leaves a stored secret value alone.</param>
/// <param name="IsStored">A secret value of this name is stored already.</param>
public sealed record HeaderDraft(string? Name, string? Value, bool Secret, bool IsStored);
