using EdgeRelay.Gateway.Api.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgeRelay.Gateway.Api.OpenApi;

/// <summary>What the OpenAPI document says beyond the routes: how to authorize, and every error code.</summary>
internal static class OpenApiDocumentation
{
    private const string Scheme = "api_key";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "EdgeRelay",
                Version = "v1",
                Description = "Telematics events to webhooks. Error codes: "
                    + string.Join(", ", ApiErrors.All.Select(e => $"{e.Code} ({e.Status})")) + "; each is explained at /docs/errors/{code}.",
            };
            // The address depends on where the gateway runs; a relative one is right everywhere.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An API key, er_…; also as the user name of Basic, or as X-Api-Key.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeBody);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(Problem) && schema.Properties?["code"] is OpenApiSchema code)
            {
                code.Enum = [.. ApiErrors.All.Select(e => (System.Text.Json.Nodes.JsonNode)e.Code)];
            }

            return Task.CompletedTask;
        });
    }

    private static async Task DescribeBody(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestShape>().LastOrDefault() is not { } shape
            || context.Document is not { } document)
        {
            return;
        }

        var name = shape.Type.Name;
        document.AddComponent(name, await context.GetOrCreateSchemaAsync(shape.Type, null, cancellation));
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = shape.Required,
            Content = shape.MediaTypes.ToDictionary(
                type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, document) }),
        };
    }
}
