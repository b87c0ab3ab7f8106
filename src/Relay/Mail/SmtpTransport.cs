using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EdgeRelay.Relay.Mail;

/// <summary>Hands one mail to the operator's mail server, on a connection of its own. Never throws for what the server or the network does.</summary>
internal sealed class SmtpTransport(SmtpSettings settings, TimeProvider time)
{
    /// <returns>Null when the server took the mail.</returns>
    public async Task<SmtpFault?> Send(MimeMessage message, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(settings.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            using var client = new SmtpClient { Timeout = settings.TimeoutSeconds * 1_000 };
            Trust(client);
            await client.ConnectAsync(settings.Host, settings.Port, OptionsOf(settings.Security), either.Token).ConfigureAwait(false);
            if (settings is { UserName: { } user, Password: { } password })
            {
                await client.AuthenticateAsync(user, password, either.Token).ConfigureAwait(false);
            }

            await client.SendAsync(message, either.Token).ConfigureAwait(false);
            // The mail is the server's now, whatever becomes of the farewell.
            await client.DisconnectAsync(quit: true, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
        catch (SmtpCommandException error) when (error.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted)
        {
            return new SmtpFault(Told(error), Final: (int)error.StatusCode >= 500, OfServer: false);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            // Whatever else it is, it must not keep the other mails waiting for ever.
            var ofServer = OfServer(error, deadline.IsCancellationRequested);
            return new SmtpFault(ofServer ?? "the mail could not be sent: " + error.Message, Final: false, OfServer: ofServer is not null);
        }
    }

    private static SecureSocketOptions OptionsOf(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private static string Told(SmtpCommandException error) => $"the mail server answered {(int)error.StatusCode}: {error.Message}";

    /// <returns>Plain words; null for what is neither the server's nor the network's doing.</returns>
    private string? OfServer(Exception error, bool late) => error switch
    {
        _ when late => $"the mail server did not finish within {settings.TimeoutSeconds} s",
        TimeoutException => $"the mail server did not answer within {settings.TimeoutSeconds} s",
        SmtpCommandException command => Told(command),
        AuthenticationException => "the mail server refused the user name or password: " + error.Message,
        SslHandshakeException => "no TLS with the mail server: its certificate is not trusted, or it speaks no TLS on this port",
        NotSupportedException => "the mail server does not offer what is set: " + error.Message,
        SocketException or IOException or ProtocolException or ServiceNotConnectedException => "no connection to the mail server: " + error.Message,
        _ => null,
    };

    /// <summary>Takes certificates of the file for good too; the server's name must fit in any case.</summary>
    private void Trust(SmtpClient client)
    {
        if (settings.CaFile.Length == 0)
        {
            return;
        }

        // Authorities of one's own seldom say where to ask for what they revoked.
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
            errors == SslPolicyErrors.None
            || (certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && IsSigned(certificate));
    }

    private bool IsSigned(X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(settings.CaFile);
        using var own = new X509Certificate2(certificate);
        return chain.Build(own);
    }
}
