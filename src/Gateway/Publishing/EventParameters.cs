using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Short ways to write the rows of <see cref="EventTypes"/>.</summary>
internal static class EventParameters
{
    public static EventParameter Number<T>(
        string name,
        string unit,
        double defaultValue,
        double minimum,
        double maximum,
        string description,
        Func<T, double> read,
        bool alwaysShown = false)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Number,
            Unit = unit,
            Default = defaultValue,
            Minimum = minimum,
            Maximum = maximum,
            Description = description,
            AlwaysShown = alwaysShown,
            Read = d => read((T)d),
        };

    public static EventParameter OptionalNumber<T>(
        string name, string unit, double minimum, double maximum, string description, Func<T, double?> read)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Number,
            Unit = unit,
            Minimum = minimum,
            Maximum = maximum,
            Description = description,
            Read = d => read((T)d),
        };

    public static EventParameter Integer<T>(
        string name, int defaultValue, int minimum, int maximum, string description, Func<T, int> read)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Integer,
            Default = defaultValue,
            Minimum = minimum,
            Maximum = maximum,
            Description = description,
            Read = d => read((T)d),
        };

    public static EventParameter Flag<T>(string name, string description, Func<T, bool> read, bool defaultValue = false)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Flag,
            Default = defaultValue,
            Description = description,
            Read = d => read((T)d),
        };

    public static EventParameter Choice<T>(
        string name, string defaultValue, string[] choices, string description, Func<T, string> read)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Choice,
            Default = defaultValue,
            Choices = choices,
            Description = description,
            Read = d => read((T)d),
        };

    /// <param name="name">The parameter.</param>
    /// <param name="longest">Characters of an entry.</param>
    /// <param name="choices">What an entry may be; empty takes any text.</param>
    /// <param name="description">For people.</param>
    /// <param name="read">Its value in a detection.</param>
    public static EventParameter Names<T>(string name, int longest, string[] choices, string description, Func<T, NameList> read)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Names,
            Default = NameList.Empty,
            Minimum = 1,
            Maximum = longest,
            Choices = choices,
            Description = description,
            Read = d => read((T)d),
        };

    /// <summary>How often an interval that goes on is told again.</summary>
    public static EventParameter Repeat<T>(Func<T, double> read)
        where T : Detection => Number<T>("repeat_s", "s", 0, 0, 86_400, "Say it again this often while it lasts; 0 is once.", read);

    public static EventParameter Mode<T>(Func<T, bool> isEpisode)
        where T : Detection => Choice<T>(
            "mode",
            "every_report",
            ["every_report", "episode"],
            "Each report that qualifies, or the start and end of an episode.",
            d => isEpisode(d) ? "episode" : "every_report");
}
