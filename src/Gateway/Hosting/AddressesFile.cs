using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>
/// Tells other programs where the gateway listens: <c>addresses.json</c> in the data folder, written when it is ready, in one step, so that
/// a reader never sees half of it.
/// </summary>
internal static class AddressesFile
{
    public const string Name = "addresses.json";

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Write(string folder, string? mqtt, string? mqtts, string http)
    {
        var path = Path.Combine(folder, Name);
        var partial = path + ".new";
        File.WriteAllText(partial, JsonSerializer.Serialize(new { mqtt, mqtts, http, pid = Environment.ProcessId }, WithoutNulls));
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Removes what an earlier run left, so that the file's presence means "ready".</summary>
    public static void Remove(string folder) => File.Delete(Path.Combine(folder, Name));
}
