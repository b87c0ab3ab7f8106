namespace EdgeRelay.Gateway.Api.Paging;

/// <summary>A part of a list.</summary>
/// <param name="NextCursor">Opaque; null on the last page.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor, bool HasMore);
