using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Mqtt.Server;

public static class MqttServiceCollectionExtensions
{
    /// <summary>
    /// Registers the endpoint. The host registers its <see cref="IMqttApplication"/>, and a <see cref="TimeProvider"/> if it is not to be the system's.
    /// </summary>
    /// <exception cref="ValidationException">A limit is out of its range.</exception>
    public static IServiceCollection AddMqttServer(this IServiceCollection services, MqttLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        Validator.ValidateObject(limits, new ValidationContext(limits), validateAllProperties: true);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(limits);
        services.AddSingleton(provider => new MqttServer(
            limits,
            provider.GetRequiredService<IMqttApplication>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<MqttConnectionHandler>>()));
        services.AddSingleton<MqttConnectionHandler>();
        return services;
    }
}
