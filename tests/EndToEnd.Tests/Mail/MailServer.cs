using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.Mail;

/// <summary>npm's <c>smtp-server</c> on a port of its own, with a certificate for 127.0.0.1 that nobody else knows.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "gateway";
    public const string Password = "geheim äöü";

    /// <summary>Prints its port, then each mail as a line of JSON.</summary>
    private const string Program = """
        const { SMTPServer } = require("smtp-server"), { simpleParser } = require("mailparser"), { readFileSync } = require("fs");
        const [security, signsIn, folder, user, password] = process.argv.slice(1);
        const server = new SMTPServer({
          secure: security === "Tls", hideSTARTTLS: security === "None", authOptional: signsIn !== "true", disabledCommands: signsIn === "true" ? [] : ["AUTH"],
          key: readFileSync(folder + "/key.pem"), cert: readFileSync(folder + "/cert.pem"), disableReverseLookup: true,
          onAuth: (auth, session, done) => auth.username === user && auth.password === password ? done(null, { user }) : done(new Error("wrong")),
          onMailFrom: (address, session, done) => security !== "None" && !session.secure ? done(new Error("in clear text")) : done(),
          onData: async (stream, session, done) => {
            const mail = await simpleParser(stream);
            console.log(JSON.stringify({
              secure: session.secure, user: session.user ?? null, recipients: session.envelope.rcptTo.map(r => r.address), from: mail.from.text,
              to: mail.to.text, subject: mail.subject, text: mail.text, messageId: mail.messageId, autoSubmitted: mail.headers.get("auto-submitted"),
            }));
            done();
          },
        });
        server.on("error", () => {});
        server.listen(0, "127.0.0.1", () => console.log(server.server.address().port));
        process.stdin.resume();
        process.stdin.on("end", () => process.exit());
        """;

    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private MailServer(TemporaryFolder folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Settings that fit the server.</summary>
    public SmtpSettings Settings { get; private set; } = null!;

    public static async Task<MailServer> Start(SmtpSecurity security, bool signsIn)
    {
        var folder = new TemporaryFolder();
        WriteCertificate(folder.Path);
        var start = ProgramRun.StartOf(
            "node", ["-e", Program, "--", security.ToString(), signsIn ? "true" : "false", folder.Path, User, Password], ("NODE_PATH", NpmTools.Modules));
        var server = new MailServer(folder, Process.Start(start)!);
        server._process.ErrorDataReceived += (_, _) => { };
        server._process.BeginErrorReadLine();
        server.Settings = new SmtpSettings
        {
            Host = "127.0.0.1",
            Port = int.Parse(await server.Line(), System.Globalization.CultureInfo.InvariantCulture),
            Security = security,
            CaFile = security == SmtpSecurity.None ? "" : Path.Combine(folder.Path, "cert.pem"),
            UserName = signsIn ? User : null,
            Password = signsIn ? Password : null,
            From = "Gateway Süd <gateway@example.com>",
        };
        return server;
    }

    /// <summary>The next mail.</summary>
    public async Task<ReceivedMail> Arrived() => JsonSerializer.Deserialize<ReceivedMail>(await Line(), JsonSerializerOptions.Web)!;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // it ends with its input
        await _process.WaitForExitAsync().WaitAsync(Deadline.Short);
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<string> Line() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Short) ?? throw new InvalidOperationException("The mail server ended.");

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
