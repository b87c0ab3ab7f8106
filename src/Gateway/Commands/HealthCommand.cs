using System.Text.Json;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Asks the running gateway whether it is ready; for container health checks and scripts.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string[] args)
    {
        if (args.Length > 0)
        {
            return HelpCommand.Unknown("health " + args[0]);
        }

        try
        {
            var settings = SettingsReader.Read(GatewayConfiguration.Load());
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(await ReadyAddress(settings));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Error;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            await Console.Error.WriteLineAsync(
                "edgerelay: no gateway answers. Is one running with the same settings? " + error.Message);
            return ExitCodes.Unreachable;
        }
        catch (SettingsException error)
        {
            await Console.Error.WriteLineAsync("edgerelay: " + error.Message);
            return ExitCodes.Usage;
        }
    }

    // The addresses file names the port that a setting of 0 chose.
    private static async Task<Uri> ReadyAddress(GatewaySettings settings)
    {
        await using var file = File.OpenRead(Path.Combine(settings.Data.Directory, AddressesFile.Name));
        using var addresses = await JsonDocument.ParseAsync(file);
        return new Uri(new Uri(addresses.RootElement.GetProperty("http").GetString()!), "/readyz");
    }
}
