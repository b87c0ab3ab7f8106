using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Mail;

public sealed class MailSenderTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task A_notice_is_mailed_to_the_contact_else_to_the_operator_and_a_jump_is_one_mail()
    {
        await using var server = ScriptedMailServer.Start();
        await using var host = await RelayHost.StartAsync();
        var (own, other) = (Paused(host, "contact@example.com"), Paused(host, null));
        await host.WatchAsync(server.Settings with { To = "operator@example.com" });

        Publish(host, own, 950);
        Publish(host, other, 500);
        Look(host);
        await Mailed(host, MailState.Sent, 2);

        Assert.Equal(["contact@example.com", "operator@example.com"], server.Recipients.Order());
        Assert.Equal(
            [(50, MailState.None), (70, MailState.None), (90, MailState.Sent)],
            host.Notices().Where(n => n.WebhookId == own.Id).Select(n => (n.Percent!.Value, n.Mail)));
        Assert.Contains("Subject: EdgeRelay: webhook test: queue at 90 % of its limit\n", Unfolded(server, "at 90"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_server_or_an_address_it_is_told_without_a_mail(bool hasServer)
    {
        await using var server = ScriptedMailServer.Start();
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, hasServer ? null : "contact@example.com");
        await host.WatchAsync(hasServer ? server.Settings : new SmtpSettings { To = "operator@example.com" });

        Publish(host, webhook, 500);
        Look(host);

        Assert.Equal((MailState.None, null), Assert.Single(host.Notices()) is var told ? (told.Mail, told.MailTo) : default);
        Assert.Empty(server.Recipients);
    }

    [Fact]
    public async Task A_recipient_refused_for_good_ends_it_and_others_are_mailed()
    {
        await using var server = ScriptedMailServer.Start();
        server.Recipient = address => address == "gone@example.com" ? "550 no such user" : "250 fine";
        await using var host = await RelayHost.StartAsync();
        var (gone, fine) = (Paused(host, "gone@example.com"), Paused(host, "fine@example.com"));
        await host.WatchAsync(server.Settings);

        Publish(host, gone, 500);
        Publish(host, fine, 500);
        Look(host);
        await Mailed(host, MailState.Sent, 1);
        await Mailed(host, MailState.GivenUp, 1);

        var refused = host.Notices().Single(n => n.WebhookId == gone.Id);
        Assert.Equal((1, "the mail server answered 550: no such user"), (refused.MailAttempts, refused.MailReason));
    }

    [Fact]
    public async Task One_put_off_by_the_server_is_tried_again_after_growing_waits_until_its_notice_is_a_day_old()
    {
        await using var server = ScriptedMailServer.Start();
        server.Recipient = _ => "451 later";
        await using var host = await RelayHost.StartAsync(new RelaySettings { FailingHours = 1_000 });
        host.Subscribe(Nowhere, s =>
            (s.Email, s.Failures, s.FailingSinceMs) = ("contact@example.com", 10, host.Clock.GetUtcNow().AddHours(-500).ToUnixTimeMilliseconds()));
        await host.WatchAsync(server.Settings);
        Look(host);

        var waits = new List<double>();
        for (var attempts = 1; ; attempts++)
        {
            await host.Writer.UntilAsync(() => host.Notices()[0].MailAttempts == attempts);
            var notice = host.Notices()[0];
            if (notice.Mail == MailState.GivenUp)
            {
                break;
            }

            var wait = DateTimeOffset.FromUnixTimeMilliseconds(notice.MailDueMs) - host.Clock.GetUtcNow();
            waits.Add(wait.TotalMinutes);
            host.Clock.Advance(wait);
        }

        Assert.Equal([1, 5, 15, 30, 60], waits.Take(5));
        Assert.All(waits.Skip(5), w => Assert.Equal(60, w));
        Assert.InRange(waits.Sum(), 23 * 60, 24 * 60);
    }

    [Fact]
    public async Task What_could_not_be_mailed_is_mailed_after_a_restart_when_the_server_is_back()
    {
        int port;
        await using (var vacated = ScriptedMailServer.Start())
        {
            port = vacated.Port;
        }

        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, "contact@example.com");
        await host.WatchAsync(ScriptedMailServer.SettingsFor(port));
        Publish(host, webhook, 500);
        Look(host);
        await host.Writer.UntilAsync(() => host.Notices().Any(n => n.MailAttempts == 1));
        Assert.StartsWith("no connection to the mail server", host.Notices()[0].MailReason, StringComparison.Ordinal);

        await using var server = ScriptedMailServer.Start(port);
        await host.RestartAsync();
        await host.WatchAsync(server.Settings);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Mailed(host, MailState.Sent, 1);

        Assert.Null(host.Notices()[0].MailReason);
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Within_an_hour_a_webhook_gets_so_many_mails_and_the_rest_later()
    {
        await using var server = ScriptedMailServer.Start();
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, "contact@example.com");
        await host.WatchAsync(server.Settings with { PerWebhookAndHour = 2 });
        foreach (var more in (int[])[500, 200, 200])
        {
            Publish(host, webhook, more);
            Look(host);
        }

        await Mailed(host, MailState.Sent, 2);
        await host.Writer.UntilAsync(() => host.Notices()[2].MailReason is not null);
        Assert.Equal("2 mails of this webhook were sent within the hour", host.Notices()[2].MailReason);

        host.Clock.Advance(TimeSpan.FromMinutes(61));
        await host.Writer.UntilAsync(() => host.Notices()[2].Mail == MailState.Sent);
        Assert.True(host.Notices()[2].MailedMs - host.Notices()[0].MailedMs >= MailPolicy.RateWindowMs);
    }

    [Fact]
    public async Task A_name_with_line_breaks_makes_no_header_and_a_line_of_a_dot_no_end()
    {
        await using var server = ScriptedMailServer.Start();
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, "contact@example.com", "Grüße\r\nBcc: evil@example.com\r\n\r\n.\r\n");
        await host.WatchAsync(server.Settings);

        Publish(host, webhook, 500);
        Look(host);
        await Mailed(host, MailState.Sent, 1);

        var mail = Assert.Single(server.Mails);
        Assert.DoesNotContain("\nBcc:", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["contact@example.com"], server.Recipients);
        Assert.Contains("=?utf-8?", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Message-Id: <notice.1.", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("What waits: GET", mail, StringComparison.Ordinal);
        Assert.All(mail, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_holds_up_no_delivery()
    {
        await using var server = ScriptedMailServer.Start();
        server.IsMute = true;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var (full, sends) = (Paused(host, "contact@example.com"), host.Subscribe(receiver.Url));
        await host.WatchAsync(server.Settings with { TimeoutSeconds = 31 });
        Publish(host, full, 500);
        Look(host);

        host.Publish(RelayHost.Message("a", sends.Id));
        await receiver.WaitForAsync(1);
        await server.ConnectedAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await host.Writer.UntilAsync(() => host.Notices()[0].MailAttempts == 1);

        Assert.Equal("the mail server did not finish within 31 s", host.Notices()[0].MailReason);
    }

    [Theory]
    [InlineData("From", "edgerelay", "", null, null, SmtpSecurity.StartTls, "mail.example.com")]
    [InlineData("To", "a@example.com", "b@example.com, c@example.com", null, null, SmtpSecurity.StartTls, "mail.example.com")]
    [InlineData("UserName", "a@example.com", "", null, "secret", SmtpSecurity.StartTls, "mail.example.com")]
    [InlineData("Password", "a@example.com", "", "u", null, SmtpSecurity.Tls, "mail.example.com")]
    [InlineData("Security", "a@example.com", "", "u", "secret", SmtpSecurity.None, "mail.example.com")]
    [InlineData(null, "a@example.com", "", "u", "secret", SmtpSecurity.None, "127.0.0.1")]
    [InlineData(null, "Gateway <a@example.com>", "b@example.com", "u", "secret", SmtpSecurity.Tls, "mail.example.com")]
    [InlineData(null, "", "nobody", "u", null, SmtpSecurity.None, "")]
    public void Settings_that_do_not_fit_together_are_named(
        string? fault, string from, string to, string? user, string? password, SmtpSecurity security, string host) =>
        Assert.Equal(
            fault is null ? [] : [fault],
            new SmtpSettings { Host = host, From = from, To = to, UserName = user, Password = password, Security = security }.Faults().Select(f => f.Setting));

    private static Subscription Paused(RelayHost host, string? email, string name = "test") =>
        host.Subscribe(Nowhere, s => (s.Hold, s.MaxDepth, s.Email, s.Name) = (HoldReason.User, 1_000, email, name));

    private static void Publish(RelayHost host, Subscription webhook, int count) =>
        host.Publish([.. Enumerable.Range(0, count).Select(_ => RelayHost.Message("k", webhook.Id))]);

    private static void Look(RelayHost host) => host.Clock.Advance(LimitWatch.Period);

    private static Task Mailed(RelayHost host, MailState state, int count) =>
        host.Writer.UntilAsync(() => host.Notices().Count(n => n.Mail == state) >= count);

    private static string Unfolded(ScriptedMailServer server, string part) =>
        server.Mails.Select(m => m.Replace("\n ", " ", StringComparison.Ordinal)).Single(m => m.Contains(part, StringComparison.Ordinal));
}
