namespace EdgeRelay.Gateway.Api.Notices;

/// <summary>What became of the e-mail that a notice is.</summary>
/// <param name="State"><c>none</c>, <c>waiting</c>, <c>sent</c> or <c>given_up</c>.</param>
/// <param name="To">The address; null where it is not mailed.</param>
/// <param name="Attempts">Failed attempts.</param>
/// <param name="SentAt">When the mail server took it.</param>
/// <param name="Reason">Plain words: why it was not sent yet, or not at all.</param>
internal sealed record NoticeMailResponse(string State, string? To, int Attempts, DateTimeOffset? SentAt, string? Reason);
