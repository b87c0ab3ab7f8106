using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Relay.Mail;

namespace EdgeRelay.EndToEnd.Tests.Mail;

/// <summary>What a device sends to a webhook that does not take it becomes a notice, and the notice a mail in somebody else's mail server.</summary>
[Trait("speed", "slow")]
public sealed class NoticeMailTests
{
    [NpmTheory("smtp-server", "mailparser")]
    [InlineData(SmtpSecurity.None, false)]
    [InlineData(SmtpSecurity.StartTls, true)]
    [InlineData(SmtpSecurity.Tls, true)]
    public async Task A_mail_server_takes_the_notice_and_a_mail_reader_reads_it(SmtpSecurity security, bool signsIn)
    {
        await using var server = await MailServer.Start(security, signsIn);
        await using var gateway = await RunningGateway.Start(smtp: server.Settings);

        var id = await FillHalf(gateway);
        var mail = await server.Arrived();

        Assert.Equal((security != SmtpSecurity.None, signsIn ? MailServer.User : null), (mail.Secure, mail.User));
        Assert.Equal(["dispatch@example.com"], mail.Recipients);
        Assert.Equal(("\"Gateway Süd\" <gateway@example.com>", "dispatch@example.com"), (mail.From, mail.To));
        Assert.Equal("EdgeRelay: webhook Größe & Grüße: queue at 50 % of its limit", mail.Subject);
        Assert.Contains($"Webhook {id}, Größe & Grüße: 500 messages wait: 50 % of its max_depth of 1,000 are reached.", mail.Text, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.AutoSubmitted);
        var notice = await Settled(gateway, id, "sent");
        Assert.StartsWith($"<notice.{notice.GetProperty("id").GetInt64()}.", mail.MessageId, StringComparison.Ordinal);
        Assert.Equal("dispatch@example.com", notice.GetProperty("mail").GetProperty("to").GetString());
    }

    [NpmTheory("smtp-server", "mailparser")]
    [InlineData(SmtpSecurity.Tls, "certificate", "no TLS with the mail server: its certificate is not trusted, or it speaks no TLS on this port")]
    [InlineData(SmtpSecurity.StartTls, "password", "the mail server refused the user name or password: ")]
    [InlineData(SmtpSecurity.None, "starttls", "the mail server does not offer what is set: ")]
    public async Task A_server_that_cannot_be_trusted_or_does_not_know_us_gets_no_mail_and_the_notice_says_why(
        SmtpSecurity security, string wrong, string reason)
    {
        await using var server = await MailServer.Start(security, signsIn: security != SmtpSecurity.None);
        await using var gateway = await RunningGateway.Start(smtp: wrong switch
        {
            "certificate" => server.Settings with { CaFile = "" },
            "password" => server.Settings with { Password = "wrong" },
            _ => server.Settings with { Security = SmtpSecurity.StartTls },
        });

        var mail = (await Settled(gateway, await FillHalf(gateway), "waiting", attempts: 1)).GetProperty("mail");

        Assert.StartsWith(reason, mail.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    /// <summary>500 reports of one vehicle for a webhook that is paused and calls 1,000 full; switching it off is an occasion to look.</summary>
    private static async Task<long> FillHalf(RunningGateway gateway)
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks",
            $$"""
            {"name":"Größe & Grüße","email":"dispatch@example.com","url":"{{gateway.ReceiverUrl}}","triggers":[{"type":"speed","mph":70}],"delivery":{"max_depth":1000},"enabled":true}
            """);
        var id = made.GetProperty("id").GetInt64();
        await gateway.Settled();
        await gateway.Api.Post($"/v1/webhooks/{id}/pause");
        await using var device = await MqttClient.Connect(gateway.Device("truck-7"));
        var firstMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 600_000;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => device.Publish(
            "edgerelay/v1/1/truck-7/telemetry",
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"t":{{firstMs + (i * 1_000)}},"speed_mph":80}""")))));
        await gateway.Api.Post($"/v1/webhooks/{id}/disable");
        return id;
    }

    /// <summary>Asks until the mail stands as expected; the gateway's own answers set the pace.</summary>
    private static async Task<JsonElement> Settled(RunningGateway gateway, long webhook, string state, int attempts = 0)
    {
        using var deadline = new CancellationTokenSource(Deadline.Short);
        while (true)
        {
            deadline.Token.ThrowIfCancellationRequested();
            var notices = await gateway.Api.List($"/v1/notices?webhook={webhook}");
            if (notices.Count > 0 && notices[0].GetProperty("mail") is var mail && mail.GetProperty("state").GetString() == state
                && mail.GetProperty("attempts").GetInt32() >= attempts)
            {
                return notices[0];
            }
        }
    }
}
