namespace EdgeRelay.Relay.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity : byte
{
    /// <summary>TLS after STARTTLS; a server that does not offer it is not used.</summary>
    StartTls = 0,

    /// <summary>TLS from the first byte on.</summary>
    Tls = 1,

    /// <summary>Clear text.</summary>
    None = 2,
}
