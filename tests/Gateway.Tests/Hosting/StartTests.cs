using System.Globalization;
using System.Net;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Tests.Api;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;

namespace EdgeRelay.Gateway.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Services_that_a_failing_start_ends_do_not_complain()
    {
        // Where the addresses are to be written stands a folder: all services run by then.
        Directory.CreateDirectory(Path.Combine(_folder.Path, AddressesFile.Name + ".new"));
        using var log = new RecordedLog();

        await Assert.ThrowsAnyAsync<Exception>(() =>
            GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path), logging => logging.AddProvider(log)));

        Assert.DoesNotContain(log.Lines, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_stop_is_logged_once()
    {
        using var log = new RecordedLog();
        var host = await GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path), logging => logging.AddProvider(log));

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await host.WaitForShutdown();
        await host.DisposeAsync();

        Assert.Single(log.Lines, line => line.Text.StartsWith("Delivery stopped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fresh_start_and_a_request_without_a_key_are_nothing_to_warn_of()
    {
        var file = Path.Combine(_folder.Path, "log.txt");
        var log = new LoggerConfiguration().WriteTo.File(file, formatProvider: CultureInfo.InvariantCulture).CreateLogger();
        await using (var host = await GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path), logging => logging.AddSerilog(log, dispose: true)))
        {
            // The first secret makes the key ring.
            host.Services.GetRequiredService<ISecretProtector>().Protect("a secret");
            using var client = new HttpClient();
            using var refused = await client.GetAsync(new Uri(host.HttpAddress + "/v1/webhooks"));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        var lines = await File.ReadAllTextAsync(file);
        Assert.Contains("Delivery stopped", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("[WRN]", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("challenged", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_keys()
    {
        await using var host = await GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path));
        host.Services.GetRequiredService<ISecretProtector>().Protect("a secret");

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Others = (UnixFileMode)0b000_111_111;
            var keys = Path.Combine(_folder.Path, "keys");
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(keys) & Others);
            Assert.NotEmpty(Directory.GetFiles(keys));
            foreach (var file in Directory.GetFiles(keys))
            {
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others);
            }
        }
    }

    public void Dispose() => _folder.Dispose();
}
