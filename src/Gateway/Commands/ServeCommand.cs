using System.Net.Sockets;
using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using Serilog;

namespace EdgeRelay.Gateway.Commands;

/// <summary>The gateway alone, until a signal stops it.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(string[] args)
    {
        var configuration = GatewayConfiguration.Load();
        await using var logger = GatewayConfiguration.Logger(configuration);
        try
        {
            if (args.Contains("--allow-faults"))
            {
                ArmFault(logger);
            }

            await using var host = await GatewayHost.Start(
                SettingsReader.Read(configuration), logging => logging.AddSerilog(logger));
            Announce(host);
            await host.WaitForShutdown();
            return ExitCodes.Ok;
        }
        catch (Exception error) when (error is SettingsException or DataFolderLockedException or DataFolderException or FormatException)
        {
            await Console.Error.WriteLineAsync("edgerelay: " + error.Message);
            return ExitCodes.Usage;
        }
        catch (ListenException error)
        {
            await Console.Error.WriteLineAsync("edgerelay: " + error.Message);
            return ExitCodes.Error;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync("edgerelay: could not start: " + error.Message);
            return ExitCodes.Error;
        }
    }

    private static void ArmFault(Serilog.ILogger logger)
    {
        var specification = Environment.GetEnvironmentVariable("EDGERELAY_FAULT");
        Fault.Arm(specification);
        if (!string.IsNullOrEmpty(specification))
        {
            logger.Warning("A fault is armed: {Fault}", specification);
        }
    }

    private static void Announce(GatewayHost host)
    {
        Console.WriteLine("mqtt " + (host.MqttAddress ?? "(external broker alone)"));
        if (host.MqttTlsAddress is { } secured)
        {
            Console.WriteLine("mqtts " + secured);
        }

        Console.WriteLine("http " + host.HttpAddress);
        if (host.NewApiKey is { } key)
        {
            Console.WriteLine("key  " + key + "   (account 1; shown this once)");
        }

        Console.WriteLine("ready");
    }
}
