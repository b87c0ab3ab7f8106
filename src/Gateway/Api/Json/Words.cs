using System.Text.Json;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>Members of an enumeration as the API writes them: <c>MoveOn</c> is <c>move_on</c>.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string[] All<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(Of)];

    /// <returns>The member, or null when the word is none.</returns>
    public static T? Find<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        return null;
    }
}
