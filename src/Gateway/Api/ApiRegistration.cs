using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.DeadLetters;
using EdgeRelay.Gateway.Api.Deliveries;
using EdgeRelay.Gateway.Api.Drivers;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Events;
using EdgeRelay.Gateway.Api.Groups;
using EdgeRelay.Gateway.Api.Health;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Landmarks;
using EdgeRelay.Gateway.Api.Notices;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Operations;
using EdgeRelay.Gateway.Api.RuleSettings;
using EdgeRelay.Gateway.Api.Secrets;
using EdgeRelay.Gateway.Api.Vehicles;
using EdgeRelay.Gateway.Api.Webhooks;
using EdgeRelay.Gateway.Explain;
using EdgeRelay.Gateway.Inbox;
using Microsoft.AspNetCore.Authentication;

namespace EdgeRelay.Gateway.Api;

/// <summary>The HTTP side of the gateway: registration and routes.</summary>
internal static class ApiRegistration
{
    /// <summary>Adds what the API needs beyond the stages that it drives.</summary>
    public static IServiceCollection AddEdgeRelayApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        services.AddSingleton<IStartupFilter, FinalNewline>();
        services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddAuthorization();
        services.AddSingleton<ApiKeys>();
        services.AddSecrets();
        services.AddSingleton<LandmarkStore>();
        services.AddSingleton<GroupStore>();
        services.AddSingleton<DriverStore>();
        services.AddSingleton<RuleSettingsStore>();
        services.AddSingleton<DeadLetterRetries>();
        services.AddSingleton<AttemptReader>();
        services.AddSingleton<DeliveryPresenter>();
        services.AddSingleton<BulkWork>();
        services.AddSingleton<OperationRegistry>();
        services.AddSingleton<WebhookHistory>();
        services.AddSingleton<EventExplanations>();
        services.AddSingleton<MissingEvents>();
        services.AddWebhooks();
        services.AddSingleton<IReadiness, DatabaseReadiness>();
        services.AddInbox();
        services.AddOpenApi("v1", OpenApiDocumentation.Describe);
        return services;
    }

    /// <summary>Maps <c>/v1</c>, the health checks, the error pages, the OpenAPI document and, when enabled, the inbox.</summary>
    public static void MapEdgeRelayApi(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup("/v1").RequireAuthorization().AddEndpointFilter<FailureFilter>();
        v1.MapWebhooks();
        v1.MapLandmarks();
        v1.MapVehicles();
        v1.MapGroups();
        v1.MapDrivers();
        v1.MapRuleSettings();
        v1.MapDeliveries();
        v1.MapOperations();
        v1.MapDeadLetters();
        v1.MapNotices();
        v1.MapEvents();
        v1.MapEventTypes();
        v1.MapUnknownPaths();
        routes.MapHealth();
        routes.MapErrorPages();
        routes.MapInbox();
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }
}
