namespace EdgeRelay.Relay.Mail;

/// <summary>What became of the e-mail that a notice is.</summary>
public enum MailState : byte
{
    /// <summary>It is not mailed: no server or no address is set, a higher level was told at the same moment, or too many wait.</summary>
    None = 0,

    Waiting = 1,

    Sent = 2,

    /// <summary>It was refused for good, or could not be sent in time.</summary>
    GivenUp = 3,
}
