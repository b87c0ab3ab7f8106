namespace EdgeRelay.Gateway.Api.OpenApi;

/// <summary>Declares the bodies that endpoints read.</summary>
internal static class RequestShapes
{
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder builder, params string[] mediaTypes) =>
        builder.WithMetadata(new RequestShape(typeof(T), mediaTypes, Required: true));

    public static RouteHandlerBuilder MayTake<T>(this RouteHandlerBuilder builder, params string[] mediaTypes) =>
        builder.WithMetadata(new RequestShape(typeof(T), mediaTypes, Required: false));
}
