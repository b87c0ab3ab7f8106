using System.Collections.Frozen;
using EdgeRelay.Rules.Detections;
using static EdgeRelay.Gateway.Publishing.EventParameters;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>
/// The fourteen event types with their parameters: one table for parsing, defaults, printing and <c>/v1/event-types</c>. Meanings:
/// telematics reference, section 3. Defaults are those of <see cref="Detection"/>.
/// </summary>
public static class EventTypes
{
    private const double Hour = 3_600;
    private const double Day = 86_400;

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        Location(), Speed(), PostedSpeed(), Heartbeat(),
        Plain("trip_complete", "movement", "A movement trip completes.", new Detection.TripComplete()),
        Plain("ignition_on", "engine", "The ignition turns on.", new Detection.IgnitionOn()),
        Plain("ignition_off", "engine", "The ignition turns off.", new Detection.IgnitionOff()),
        LandmarkEnter(),
        Plain("landmark_leave", "landmarks", "A vehicle leaves a landmark.", new Detection.LandmarkLeave()),
        LandmarkChange(), Idle(), Temperature(), Dvir(),
        Plain("driver_assignment", "driver", "A driver is assigned to a vehicle, or unassigned.", new Detection.DriverAssignment()),
    ];

    private static readonly FrozenDictionary<string, EventType> ByKey = All.ToFrozenDictionary(t => t.Key);

    /// <param name="key">As written on the wire.</param>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    public static EventType Find(string key) => ByKey[key];

    /// <summary>Reads a type as people write it: any case; <c>-</c>, <c>.</c> and space for <c>_</c>; <c>posted</c> for <c>posted_speed</c>.</summary>
    /// <returns>Null when it is none.</returns>
    public static EventType? Recognize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = text.Trim().ToLowerInvariant().Replace('-', '_').Replace('.', '_').Replace(' ', '_');
        return ByKey.GetValueOrDefault(key == "posted" ? "posted_speed" : key);
    }

    private static EventType Plain(string key, string group, string description, Detection detection) => new()
    {
        Key = key,
        Group = group,
        Description = description,
        Build = _ => detection,
    };

    private static EventType Location() => new()
    {
        Key = "location",
        Group = "movement",
        Description = "A vehicle reports its location. With any of the parameters set, only once one of them is exceeded.",
        Parameters =
        [
            Number<Detection.Location>("min_interval_s", "s", 0, 0, Day, "Least time between two events.", d => d.MinIntervalSeconds),
            Number<Detection.Location>("min_distance_m", "m", 0, 0, 1_000_000, "Least way between two.", d => d.MinDistanceMeters),
            Number<Detection.Location>("min_turn_deg", "deg", 0, 0, 180, "Least change of heading.", d => d.MinTurnDegrees),
        ],
        Build = v => new Detection.Location
        {
            MinIntervalSeconds = v.Number("min_interval_s"),
            MinDistanceMeters = v.Number("min_distance_m"),
            MinTurnDegrees = v.Number("min_turn_deg"),
        },
    };

    private static EventType Speed() => new()
    {
        Key = "speed",
        Group = "speed",
        Description = "A vehicle reports a speed at or above mph.",
        Parameters =
        [
            Number<Detection.Speed>("mph", "mph", Detection.Speed.DefaultMph, 1, 200, "The threshold.", d => d.Mph, alwaysShown: true),
            Mode<Detection.Speed>(d => d.Episode),
            Number<Detection.Speed>("min_duration_s", "s", 0, 0, Hour, "How long it must last.", d => d.MinDurationSeconds),
            Integer<Detection.Speed>("min_fixes", 1, 1, 100, "How many reports in a row it takes.", d => d.MinFixes),
            Number<Detection.Speed>("hysteresis_mph", "mph", 3, 0, 50, "How far below ends an episode.", d => d.HysteresisMph),
            Number<Detection.Speed>("max_gap_s", "s", 600, 10, Day, "Silence that ends an episode.", d => d.MaxGapSeconds),
            Repeat<Detection.Speed>(d => d.RepeatSeconds),
        ],
        Build = v => new Detection.Speed
        {
            Mph = v.Number("mph"),
            Episode = v.Text("mode") == "episode",
            MinDurationSeconds = v.Number("min_duration_s"),
            MinFixes = v.Integer("min_fixes"),
            HysteresisMph = v.Number("hysteresis_mph"),
            MaxGapSeconds = v.Number("max_gap_s"),
            RepeatSeconds = v.Number("repeat_s"),
        },
        Check = d => CheckRepeat(((Detection.Speed)d).Episode, ((Detection.Speed)d).RepeatSeconds, "episode"),
    };

    private static EventType PostedSpeed() => new()
    {
        Key = "posted_speed",
        Group = "speed",
        Description = "A vehicle reports a speed at least over_mph above the posted limit. An unknown limit never fires.",
        Parameters =
        [
            Number<Detection.PostedSpeed>(
                "over_mph", "mph", Detection.PostedSpeed.DefaultOverMph, 0, 150, "How far above.", d => d.OverMph, alwaysShown: true),
            OptionalNumber<Detection.PostedSpeed>("over_percent", "%", 0, 500, "How far above in percent, as well.", d => d.OverPercent),
            Mode<Detection.PostedSpeed>(d => d.Episode),
            Number<Detection.PostedSpeed>("min_duration_s", "s", 0, 0, Hour, "How long it must last.", d => d.MinDurationSeconds),
            Integer<Detection.PostedSpeed>("min_fixes", 1, 1, 100, "How many reports in a row it takes.", d => d.MinFixes),
            Number<Detection.PostedSpeed>("hysteresis_mph", "mph", 2, 0, 50, "How far below ends an episode.", d => d.HysteresisMph),
            Number<Detection.PostedSpeed>("max_gap_s", "s", 600, 10, Day, "Silence that ends an episode.", d => d.MaxGapSeconds),
            Repeat<Detection.PostedSpeed>(d => d.RepeatSeconds),
        ],
        Build = v => new Detection.PostedSpeed
        {
            OverMph = v.Number("over_mph"),
            OverPercent = v.OptionalNumber("over_percent"),
            Episode = v.Text("mode") == "episode",
            MinDurationSeconds = v.Number("min_duration_s"),
            MinFixes = v.Integer("min_fixes"),
            HysteresisMph = v.Number("hysteresis_mph"),
            MaxGapSeconds = v.Number("max_gap_s"),
            RepeatSeconds = v.Number("repeat_s"),
        },
        Check = d => CheckRepeat(((Detection.PostedSpeed)d).Episode, ((Detection.PostedSpeed)d).RepeatSeconds, "episode"),
    };

    private static EventType Heartbeat() => new()
    {
        Key = "heartbeat",
        Group = "movement",
        Description = "A vehicle reports a heartbeat, usually once a day.",
        Parameters =
        [
            Choice<Detection.Heartbeat>(
                "derive", "daily", ["daily", "off"], "For devices that send none.", d => d.DeriveDaily ? "daily" : "off"),
            Flag<Detection.Heartbeat>("on_connect", "Also when the device connects.", d => d.OnConnect),
            OptionalNumber<Detection.Heartbeat>("missed_after_s", "s", 60, 30 * Day, "Silence reported as missed.", d => d.MissedAfterSeconds),
        ],
        Build = v => new Detection.Heartbeat
        {
            DeriveDaily = v.Text("derive") == "daily",
            OnConnect = v.Flag("on_connect"),
            MissedAfterSeconds = v.OptionalNumber("missed_after_s"),
        },
    };

    private static EventType LandmarkEnter() => new()
    {
        Key = "landmark_enter",
        Group = "landmarks",
        Description = "A vehicle enters a landmark.",
        Parameters = [Flag<Detection.LandmarkEnter>("report_initial", "Also when the first fix is inside.", d => d.ReportInitial)],
        Build = v => new Detection.LandmarkEnter { ReportInitial = v.Flag("report_initial") },
    };

    private static EventType LandmarkChange() => new()
    {
        Key = "landmark_change",
        Group = "landmarks",
        Description = "A vehicle enters or leaves a landmark.",
        Parameters = [Flag<Detection.LandmarkChange>("report_initial", "Also when the first fix is inside.", d => d.ReportInitial)],
        Build = v => new Detection.LandmarkChange { ReportInitial = v.Flag("report_initial") },
    };

    private static EventType Idle() => new()
    {
        Key = "idle",
        Group = "engine",
        Description = "A vehicle stands with its engine running for min_s.",
        Parameters =
        [
            Number<Detection.Idle>("min_s", "s", 120, 30, 4 * Hour, "How long before it counts.", d => d.MinSeconds),
            Repeat<Detection.Idle>(d => d.RepeatSeconds),
        ],
        Build = v => new Detection.Idle { MinSeconds = v.Number("min_s"), RepeatSeconds = v.Number("repeat_s") },
    };

    private static EventType Temperature() => new()
    {
        Key = "temperature",
        Group = "cargo",
        Description = "A temperature is reported, changes, or leaves its band.",
        Parameters =
        [
            Choice<Detection.Temperature>(
                "mode", "report", ["report", "change", "band"], "Every reading, changes, or a band left.", d => ModeName(d.Mode)),
            Names<Detection.Temperature>("probes", 32, [], "The probes to watch; none watches all.", d => d.Probes),
            Number<Detection.Temperature>("min_interval_s", "s", 0, 0, Day, "Least time between two reports.", d => d.MinIntervalSeconds),
            Number<Detection.Temperature>("delta_c", "°C", 0.5, 0.1, 100, "What counts as a change.", d => d.DeltaCelsius),
            OptionalNumber<Detection.Temperature>("low_c", "°C", -100, 300, "Lower end of the band.", d => d.LowCelsius),
            OptionalNumber<Detection.Temperature>("high_c", "°C", -100, 300, "Upper end of the band.", d => d.HighCelsius),
            Number<Detection.Temperature>("hysteresis_c", "°C", 1, 0, 50, "How far back inside is normal.", d => d.HysteresisCelsius),
            Number<Detection.Temperature>("min_duration_s", "s", 0, 0, Day, "How long it must last.", d => d.MinDurationSeconds),
            Repeat<Detection.Temperature>(d => d.RepeatSeconds),
        ],
        Build = v => new Detection.Temperature
        {
            Mode = Enum.Parse<TemperatureMode>(v.Text("mode")!, ignoreCase: true),
            Probes = v.Names("probes"),
            MinIntervalSeconds = v.Number("min_interval_s"),
            DeltaCelsius = v.Number("delta_c"),
            LowCelsius = v.OptionalNumber("low_c"),
            HighCelsius = v.OptionalNumber("high_c"),
            HysteresisCelsius = v.Number("hysteresis_c"),
            MinDurationSeconds = v.Number("min_duration_s"),
            RepeatSeconds = v.Number("repeat_s"),
        },
        Check = d => CheckBand((Detection.Temperature)d),
    };

    private static EventType Dvir() => new()
    {
        Key = "dvir",
        Group = "driver",
        Description = "A driver vehicle inspection report is received.",
        Parameters =
        [
            Flag<Detection.Dvir>("only_with_defects", "Leave out reports without defects.", d => d.OnlyWithDefects),
            Names<Detection.Dvir>("statuses", 16, ["safe", "unsafe", "resolved"], "Only reports that say so; none is all.", d => d.Statuses),
            Flag<Detection.Dvir>("on_update", "Also later revisions: repair certified, reviewed.", d => d.OnUpdate, defaultValue: true),
        ],
        Build = v => new Detection.Dvir
        {
            OnlyWithDefects = v.Flag("only_with_defects"),
            Statuses = v.Names("statuses"),
            OnUpdate = v.Flag("on_update"),
        },
    };

    private static (string Parameter, string Problem)? CheckBand(Detection.Temperature temperature) => temperature switch
    {
        { Mode: TemperatureMode.Band, LowCelsius: null, HighCelsius: null } => ("mode", "a band needs low_c, high_c or both."),
        { LowCelsius: { } low, HighCelsius: { } high } when low >= high => ("low_c", "low_c must lie below high_c."),
        _ => CheckRepeat(temperature.Mode == TemperatureMode.Band, temperature.RepeatSeconds, "band"),
    };

    private static (string Parameter, string Problem)? CheckRepeat(bool hasIntervals, double repeatSeconds, string mode) =>
        repeatSeconds > 0 && !hasIntervals ? ("repeat_s", $"repeat_s needs the mode {mode}: the others have nothing that lasts.") : null;

    private static string ModeName(TemperatureMode mode) => mode switch
    {
        TemperatureMode.Change => "change",
        TemperatureMode.Band => "band",
        _ => "report",
    };
}
