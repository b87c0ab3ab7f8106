using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules.Drivers;

namespace EdgeRelay.Gateway.Api.Drivers;

/// <summary>Finds every fault in what a customer says of a driver. Pure.</summary>
internal static class DriverRules
{
    /// <summary>As a device may name a driver in a message.</summary>
    private const int MaxIdBytes = 64;

    private const int MaxName = 100;
    private const int MaxEmail = 254;
    private const int MaxPhone = 40;
    private const int MaxTags = 8;
    private const int MaxTag = 64;

    public static List<ProblemFault> Check(DriverRequest request)
    {
        var faults = new List<ProblemFault>();
        CheckText(request.FirstName, MaxName, "/first_name", faults);
        CheckText(request.LastName, MaxName, "/last_name", faults);
        CheckText(request.Phone, MaxPhone, "/phone", faults);
        if (request.Email is { } email && !IsAddress(email))
        {
            faults.Add(Fault("/email", "One e-mail address is expected."));
        }

        if (request.Tags is { Count: > MaxTags })
        {
            faults.Add(Fault("/tags", $"A driver may have {MaxTags} tags."));
        }

        foreach (var (index, tag) in (request.Tags ?? []).Index().Where(t => t.Item is not { Length: <= MaxTag } || DriverTag.Normalize(t.Item) is null))
        {
            faults.Add(Fault(
                PointerOf(index), $"\"{tag}\" is no tag: 1 to {MaxTag} characters, among them a letter or a digit other than 0, are expected."));
        }

        return faults;
    }

    /// <summary>The id is a part of a path.</summary>
    public static ProblemFault? CheckId(string? id) =>
        string.IsNullOrEmpty(id) || Encoding.UTF8.GetByteCount(id) > MaxIdBytes || id.Any(c => char.IsControl(c) || c == '/') || id is "." or ".."
            ? Fault("/id", $"A driver needs an id of 1 to {MaxIdBytes} bytes without \"/\" or control characters.")
            : null;

    /// <summary>The tags of a request without faults, each once, as they are compared.</summary>
    public static IReadOnlyList<string> TagsOf(DriverRequest request) =>
        [.. (request.Tags ?? []).Select(t => DriverTag.Normalize(t)!).Distinct(StringComparer.Ordinal)];

    public static IReadOnlyList<string> TagsOf(DriverRow row) => row.Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static ProblemFault TagTaken(int index, string tag, string owner) =>
        new(PointerOf(index), ApiErrors.AlreadyExists.Code, $"The tag {tag} is driver \"{owner}\"'s.");

    private static string PointerOf(int index) => string.Create(CultureInfo.InvariantCulture, $"/tags/{index}");

    private static bool IsAddress(string email) =>
        email.Length <= MaxEmail
        && email.All(c => c is > ' ' and < (char)127)
        && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < email.Length - 1;

    private static void CheckText(string? text, int most, string pointer, List<ProblemFault> faults)
    {
        if (text is not null && (text.Length == 0 || text.Length > most || text.Any(char.IsControl)))
        {
            faults.Add(Fault(pointer, $"The text must have 1 to {most} characters, none of them a control character."));
        }
    }

    private static ProblemFault Fault(string pointer, string detail) => new(pointer, ApiErrors.ParameterOutOfRange.Code, detail);
}
