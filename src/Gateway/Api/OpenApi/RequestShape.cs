namespace EdgeRelay.Gateway.Api.OpenApi;

/// <summary>
/// What a handler reads from the body by itself, for the document only. The framework's own metadata would also choose the route by the
/// media type, and then a wrong one would not be answered by 415.
/// </summary>
internal sealed record RequestShape(Type Type, IReadOnlyList<string> MediaTypes, bool Required);
