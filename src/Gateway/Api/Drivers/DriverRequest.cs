namespace EdgeRelay.Gateway.Api.Drivers;

/// <summary>What a customer says of a driver.</summary>
internal sealed record DriverRequest
{
    /// <summary>The account's own id. Needed by POST; cannot be changed.</summary>
    public string? Id { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    /// <summary>
    /// At most 8 identification tags, such as an iButton's 16 digits in either byte order; kept without separators and in upper case. A tag is one
    /// driver's.
    /// </summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Ignored, so that what GET gave can be sent back.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Ignored, so that what GET gave can be sent back.</summary>
    public long? Version { get; init; }
}
