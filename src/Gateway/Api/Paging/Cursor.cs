using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EdgeRelay.Gateway.Api.Paging;

/// <summary>The key to go on after, wrapped so that nobody builds on its form.</summary>
internal static class Cursor
{
    private const string Mark = "1:";
    private const int MaxLength = 512;

    public static string Of(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Mark + key));

    public static bool TryRead(string cursor, [NotNullWhen(true)] out string? key)
    {
        key = null;
        var bytes = new byte[MaxLength];
        if (cursor.Length is 0 or > MaxLength
            || !Base64Url.IsValid(cursor)
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
        {
            return false;
        }

        key = text[Mark.Length..];
        return true;
    }
}
