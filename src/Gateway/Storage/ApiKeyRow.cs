namespace EdgeRelay.Gateway.Storage;

/// <summary>A key of the HTTP API. Only its prefix and hash are kept.</summary>
public sealed class ApiKeyRow
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    public required string Name { get; set; }

    /// <summary>The readable beginning, e.g. <c>er_4f7k22qp</c>.</summary>
    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the whole key, UTF-8.</summary>
    public required byte[] Hash { get; set; }

    public long CreatedMs { get; set; }
}
