using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Commands;

/// <summary>The option <c>--scheme</c>: how messages are signed.</summary>
internal static class SchemeOption
{
    public const string Name = "--scheme";

    /// <summary>Those that sign, as the API names them.</summary>
    public static readonly string[] Known =
        [.. Enum.GetValues<SignatureScheme>().Where(s => s != SignatureScheme.None).Select(s => s.ToString().ToLowerInvariant())];

    /// <returns>The scheme, <c>standard</c> when none is given; null when it is none.</returns>
    public static SignatureScheme? Of(CommandArguments given) =>
        given.Text(Name) is not { } text ? SignatureScheme.Standard
        : Known.Contains(text, StringComparer.Ordinal) ? Enum.Parse<SignatureScheme>(text, ignoreCase: true)
        : null;

    public static string Fault(CommandArguments given) =>
        $"There is no scheme \"{given.Text(Name)}\"; it is one of {string.Join(", ", Known)}.";
}
