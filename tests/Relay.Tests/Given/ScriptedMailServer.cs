using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeRelay.Relay.Mail;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>A mail server of a few lines that answers as a test says and keeps what it took, byte by byte. The real one is in the end-to-end tests.</summary>
internal sealed class ScriptedMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _mails = [];
    private readonly List<string> _recipients = [];

    private ScriptedMailServer(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public SmtpSettings Settings => SettingsFor(Port);

    /// <summary>What it answers to a recipient.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 fine";

    /// <summary>Connections are taken and never greeted.</summary>
    public bool IsMute { get; set; }

    /// <summary>What was taken: the lines between DATA and the dot.</summary>
    public IReadOnlyList<string> Mails
    {
        get
        {
            lock (_mails)
            {
                return [.. _mails];
            }
        }
    }

    public IReadOnlyList<string> Recipients
    {
        get
        {
            lock (_mails)
            {
                return [.. _recipients];
            }
        }
    }

    public static ScriptedMailServer Start(int port = 0) => new(port);

    public static SmtpSettings SettingsFor(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Security = SmtpSecurity.None,
        From = "EdgeRelay <edgerelay@example.com>",
        TimeoutSeconds = 300, // a test that moves the clock for a look must not end a mail that is under way
    };

    /// <summary>Waits for the first connection.</summary>
    public Task ConnectedAsync() => _connected.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            _connected.TrySetResult();
            if (!IsMute)
            {
                _ = ServeAsync(client);
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 ready");
            while (await reader.ReadLineAsync() is { } line)
            {
                await writer.WriteLineAsync(line.Split(' ')[0] switch
                {
                    "EHLO" => "250-here\r\n250 8BITMIME",
                    "RCPT" => Note(line),
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 fine",
                });
                if (line == "DATA")
                {
                    await TakeAsync(reader);
                    await writer.WriteLineAsync("250 taken");
                }
            }
        }
    }

    private string Note(string line)
    {
        var address = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
        lock (_mails)
        {
            _recipients.Add(address);
        }

        return Recipient(address);
    }

    private async Task TakeAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line and not ".")
        {
            mail.Append(line).Append('\n');
        }

        lock (_mails)
        {
            _mails.Add(mail.ToString());
        }
    }
}
