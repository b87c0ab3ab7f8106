namespace EdgeRelay.Relay.Mail;

/// <summary>What follows when a mail could not be sent.</summary>
internal abstract record MailDecision
{
    private MailDecision()
    {
    }

    public sealed record RetryAt(long WhenMs) : MailDecision;

    public sealed record GiveUp : MailDecision;
}
