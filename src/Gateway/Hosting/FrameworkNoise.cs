using EdgeRelay.Gateway.Api.Access;
using Serilog.Extensions.Logging;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>Lines of the framework that would mislead an operator; each with its reason.</summary>
internal static class FrameworkNoise
{
    public static ILoggingBuilder LeaveOutNoise(this ILoggingBuilder logging) => logging
        // "No XML encryptor configured": the key ring lies beside the data it protects on purpose; docs/operations.md says so.
        .LeaveOutBelow(LogLevel.Error, "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager")
        // "AuthenticationScheme: ApiKey was challenged." at every request without a key: the caller gets the answer, the operator nothing to do.
        .LeaveOutBelow(LogLevel.Warning, typeof(ApiKeyAuthentication).FullName!);

    // Serilog registers a rule of its own provider that lets everything through, and such a rule goes before the general ones.
    private static ILoggingBuilder LeaveOutBelow(this ILoggingBuilder logging, LogLevel level, string category) =>
        logging.AddFilter(category, level).AddFilter<SerilogLoggerProvider>(category, level);
}
