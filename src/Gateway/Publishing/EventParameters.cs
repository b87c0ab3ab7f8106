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

    public static EventParameter Flag<T>(string name, string description, Func<T, bool> read)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Flag,
            Default = false,
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
    /// <param name="longest">Characters.</param>
    /// <param name="description">For people.</param>
    /// <param name="read">Its value in a detection.</param>
    public static EventParameter Text<T>(string name, int longest, string description, Func<T, string?> read)
        where T : Detection => new()
        {
            Name = name,
            Kind = ParameterKind.Text,
            Minimum = 1,
            Maximum = longest,
            Description = description,
            Read = d => read((T)d),
        };

    public static EventParameter Mode<T>(Func<T, bool> isEpisode)
        where T : Detection => Choice<T>(
            "mode",
            "every_report",
            ["every_report", "episode"],
            "Each report that qualifies, or the start and end of an episode.",
            d => isEpisode(d) ? "episode" : "every_report");
}
