using System.ComponentModel.DataAnnotations;
using System.Net;
using MimeKit;

namespace EdgeRelay.Relay.Mail;

/// <summary>Settings of the section <c>Smtp</c>: the operator's mail server, by which notices reach the contacts of webhooks.</summary>
public sealed record SmtpSettings
{
    private static readonly ParserOptions Whole = new() { AllowAddressesWithoutDomain = false };

    /// <summary>Name or address of the mail server. Empty: nothing is mailed.</summary>
    [MaxLength(255)]
    public string Host { get; init; } = "";

    /// <summary>TCP port; 465 is usual with <c>tls</c>, 25 between servers.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c>, or <c>none</c>.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary>PEM file of further certificates that the server's may be signed by; empty takes the machine's alone.</summary>
    [MaxLength(4_096)]
    public string CaFile { get; init; } = "";

    /// <summary>Account at the mail server; none signs in without one.</summary>
    [StringLength(320, MinimumLength = 1)]
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    [StringLength(1_024, MinimumLength = 1)]
    public string? Password { get; init; }

    /// <summary>The sender's address, such as <c>EdgeRelay &lt;edgerelay@example.com&gt;</c>.</summary>
    [MaxLength(512)]
    public string From { get; init; } = "";

    /// <summary>Who is told of webhooks that have no contact; empty for nobody.</summary>
    [MaxLength(254)]
    public string To { get; init; } = "";

    /// <summary>Longest time that one mail may take, from connecting to the server's last word, seconds.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Mails about one webhook within an hour; further ones wait.</summary>
    [Range(1, 1_000)]
    public int PerWebhookAndHour { get; init; } = 6;

    internal bool IsSet => Host.Length > 0;

    /// <summary>What does not fit together: the setting's name and what it must be.</summary>
    public IEnumerable<(string Setting, string Fault)> Faults()
    {
        if (Host.Length == 0)
        {
            yield break;
        }

        if (!MailboxAddress.TryParse(Whole, From, out _))
        {
            yield return (nameof(From), "must be one e-mail address, as a mail server is set");
        }

        if (To.Length > 0 && AddressOf(To) is null)
        {
            yield return (nameof(To), "must be one e-mail address");
        }

        if (UserName is null != Password is null)
        {
            yield return (UserName is null ? nameof(UserName) : nameof(Password), "goes with the other one of UserName and Password");
        }

        if (UserName is not null && Security == SmtpSecurity.None && !(IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address)))
        {
            yield return (nameof(Security), "must be starttls or tls where a password is sent, unless Host is a loopback address");
        }

        if (CaFile.Length > 0 && !File.Exists(CaFile))
        {
            yield return (nameof(CaFile), "is no file");
        }
    }

    /// <returns>The address that a text is, and nothing beside it; null when it is none.</returns>
    internal static MailboxAddress? AddressOf(string text) =>
        MailboxAddress.TryParse(Whole, text, out var parsed) && parsed.Address == text ? parsed : null;
}
