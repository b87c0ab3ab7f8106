namespace EdgeRelay.EndToEnd.Tests.Mail;

/// <summary>A mail as npm's <c>mailparser</c> reads it, and how it came.</summary>
/// <param name="Secure">The connection was encrypted.</param>
/// <param name="User">Who had signed in; null for nobody.</param>
/// <param name="Recipients">Of the envelope.</param>
internal sealed record ReceivedMail(
    bool Secure, string? User, IReadOnlyList<string> Recipients, string From, string To, string Subject, string Text, string MessageId, string AutoSubmitted);
