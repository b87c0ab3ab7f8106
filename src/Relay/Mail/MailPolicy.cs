namespace EdgeRelay.Relay.Mail;

/// <summary>How long and how often a mail is tried. Pure; times are Unix ms.</summary>
internal static class MailPolicy
{
    /// <summary>Mails that may wait, of all webhooks. At the bound a notice is listed and not mailed.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>The window in which the mails of one webhook are counted.</summary>
    public const long RateWindowMs = 3_600_000;

    /// <summary>Age of a notice beyond which a failed mail is not tried again.</summary>
    public const long GiveUpAfterMs = 24 * 3_600_000;

    public const string TooMany = "too many mails wait already";

    private static readonly int[] WaitMinutes = [1, 5, 15, 30, 60];

    /// <summary>The wait after a number of failures in a row.</summary>
    public static long WaitMs(int failures) => WaitMinutes[Math.Clamp(failures - 1, 0, WaitMinutes.Length - 1)] * 60_000L;

    /// <param name="final">The server refused this mail for good.</param>
    /// <param name="failures">Failed attempts, this one included.</param>
    public static MailDecision After(bool final, int failures, long raisedMs, long nowMs) =>
        final || nowMs + WaitMs(failures) > raisedMs + GiveUpAfterMs
            ? new MailDecision.GiveUp()
            : new MailDecision.RetryAt(nowMs + WaitMs(failures));
}
