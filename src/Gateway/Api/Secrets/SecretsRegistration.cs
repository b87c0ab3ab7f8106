using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace EdgeRelay.Gateway.Api.Secrets;

/// <summary>Registers the protection of secrets.</summary>
internal static class SecretsRegistration
{
    private const string FolderName = "keys";

    /// <summary>The key ring lies beside the databases: a copy of the data directory can read its own secrets.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("EdgeRelay");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = new FileSystemXmlRepository(
                PrivateFiles.MakeFolder(Path.Combine(provider.GetRequiredService<DataSettings>().Directory, FolderName)),
                provider.GetRequiredService<ILoggerFactory>())));
        return services.AddSingleton<ISecretProtector, SecretProtector>();
    }
}
