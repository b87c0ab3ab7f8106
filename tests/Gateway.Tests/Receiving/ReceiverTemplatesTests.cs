using System.Diagnostics;
using EdgeRelay.Gateway.Commands;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Receiving;

/// <summary>The receivers that <c>receive new</c> writes, each run by its own language.</summary>
public sealed class ReceiverTemplatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [NeedsLanguageFact("node")]
    public Task The_receiver_for_node_works() => Works("node");

    [NeedsLanguageFact("python3")]
    public Task The_receiver_for_python_works() => Works("python");

    [NeedsLanguageFact("php")]
    public Task The_receiver_for_php_works() => Works("php");

    [NeedsLanguageFact("go")]
    [Trait("speed", "slow")]
    public Task The_receiver_for_go_works() => Works("go");

    [NeedsLanguageFact("java")]
    public Task The_receiver_for_java_works() => Works("java");

    [Fact]
    public async Task The_receiver_for_csharp_works()
    {
        // It restores and builds a project: too long for every day.
        if (Environment.GetEnvironmentVariable("EDGERELAY_SOAK") == "1")
        {
            await Works("csharp");
        }
    }

    [Fact]
    public void What_is_there_is_not_written_over()
    {
        Assert.Equal(ExitCodes.Ok, Write("python").Code);
        var (code, errors) = Write("python");

        Assert.Equal(ExitCodes.Error, code);
        Assert.Contains("is there already", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_language_has_a_receiver_and_says_how_it_is_run()
    {
        foreach (var (language, run) in ReceiverTemplates.Languages)
        {
            var files = ReceiverTemplates.FilesOf(language);

            Assert.InRange(files.Count, 2, 3);
            Assert.Contains(run, files.Single(f => f.Name == "README.md").Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--lang is needed", "folder")]
    [InlineData("(python?)", "--lang", "pyton", "folder")]
    [InlineData("Name one folder", "--lang", "python")]
    public void A_mistyped_command_says_what_is_wrong(string expected, params string[] args)
    {
        using var errors = new StringWriter();

        Assert.Equal(ExitCodes.Usage, ReceiverTemplates.Write(args, TextWriter.Null, errors));
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Errors) Write(string language)
    {
        using var errors = new StringWriter();
        return (ReceiverTemplates.Write(["--lang", language, _folder.Path], TextWriter.Null, errors), errors.ToString());
    }

    private async Task Works(string language)
    {
        Assert.Equal(ExitCodes.Ok, Write(language).Code);
        using var process = Run(language);
        try
        {
            var url = await UrlOf(process, language);
            using var http = new HttpClient();
            var hour = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3_600;

            Assert.Equal("a-b_c~d", await http.GetStringAsync(url + "?x=1&check=a-b_c~d"));
            Assert.Equal(204, await Post(http, Signed.Request(url, "m1")));
            Assert.Equal(204, await Post(http, Signed.Request(url, "m1")));
            Assert.Equal(401, await Post(http, Signed.Request(url, "m2", signedBody: "{}")));
            Assert.Equal(401, await Post(http, Signed.Request(url, "m3", at: hour)));
            Assert.Equal(401, await Post(http, new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("{}") }));
            Assert.Equal(204, await Post(http, Signed.Request(url, "m4")));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        var told = await process.StandardOutput.ReadToEndAsync();
        Assert.Equal(language == "php" ? 0 : 2, told.Split("truck-7").Length - 1);
    }

    private Process Run(string language)
    {
        var words = ReceiverTemplates.Languages[language].Replace("$PORT", "8099", StringComparison.Ordinal).Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = language != "php",
        };
        start.Environment["WEBHOOK_SECRET"] = Signed.Secret;
        start.Environment["PORT"] = "0";
        return Process.Start(start)!;
    }

    private static async Task<string> UrlOf(Process process, string language)
    {
        if (language == "php")
        {
            return "http://127.0.0.1:8099/";
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("listening at ", StringComparison.Ordinal))
            {
                return line["listening at ".Length..];
            }
        }

        throw new InvalidOperationException($"The receiver for {language} ended: {await process.StandardError.ReadToEndAsync()}");
    }

    private static async Task<int> Post(HttpClient http, HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }
}
