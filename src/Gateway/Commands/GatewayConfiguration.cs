using Serilog;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Where settings come from: <c>appsettings.json</c> beside the program, then in the working folder, then the environment.</summary>
internal static class GatewayConfiguration
{
    public const string EnvironmentPrefix = "EDGERELAY__";

    public static IConfigurationRoot Load() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix)
        .Build();

    /// <summary>Logs go to standard error: standard output is for what was asked for.</summary>
    public static Serilog.Core.Logger Logger(IConfiguration configuration) => new LoggerConfiguration()
        .ReadFrom.Configuration(configuration)
        .CreateLogger();
}
