namespace EdgeRelay.Relay.Mail;

/// <summary>Why a mail was not taken.</summary>
/// <param name="Reason">Plain words.</param>
/// <param name="Final">The server refused this mail for good.</param>
/// <param name="OfServer">The server could not be used at all, so that other mails would fare no better.</param>
internal sealed record SmtpFault(string Reason, bool Final, bool OfServer);
