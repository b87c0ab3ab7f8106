using System.Text.Json;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>A header that the user wants in each request.</summary>
/// <param name="Value">In clear text; as stored, a secret one is as <see cref="ISecretProtector"/> protected it.</param>
/// <param name="Secret">Never shown again, and masked in the log.</param>
public sealed record CustomHeader(string Name, string Value, bool Secret)
{
    /// <summary>Reads the column <see cref="Subscription.Headers"/>.</summary>
    public static IReadOnlyList<CustomHeader> Read(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize<CustomHeader[]>(stored)!;

    /// <returns>What is stored; null for none.</returns>
    public static string? Write(IReadOnlyList<CustomHeader> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return headers.Count == 0 ? null : JsonSerializer.Serialize(headers);
    }
}
