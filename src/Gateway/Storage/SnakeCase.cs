using System.Text;

namespace EdgeRelay.Gateway.Storage;

/// <summary>Turns a member's name into a column's: <c>CreatedMs</c> becomes <c>created_ms</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
