using System.Globalization;

namespace EdgeRelay.Rules.Detections;

/// <summary>
/// What to look for in every vehicle of an account: a type and its parameters. Equal detections are one, whoever asked for them.
/// Who gets the events is a filter's business and is not decided here.
/// </summary>
/// <remarks>Defaults and meanings: telematics reference, section 3. Closed set, immutable, compared by value.</remarks>
public abstract record Detection
{
    private string? _canonical;

    private Detection()
    {
    }

    /// <summary>The type key, e.g. <c>posted_speed</c>.</summary>
    public abstract string Type { get; }

    /// <summary>
    /// Inputs received before it are not judged by this detection: what happened before somebody asked is unknown. Null is since ever. No part
    /// of what the detection is: two that differ in it alone are equal.
    /// </summary>
    public Instant? EffectiveFrom { get; init; }

    /// <summary>
    /// The type key and the parameters that differ from their defaults, sorted by name: <c>idle:min_s=300</c>
    /// (telematics reference 2.8). Part of every event id.
    /// </summary>
    public string Canonical => _canonical ??= BuildCanonical();

    /// <summary>Parameters with their values and defaults, for <see cref="Canonical"/>. Names are those of the API.</summary>
    protected virtual IEnumerable<(string Name, object? Value, object? Default)> Parameters() => [];

    private string BuildCanonical()
    {
        var set = Parameters()
            .Where(p => !Equals(p.Value, p.Default))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => p.Name + "=" + Text(p.Value));
        var joined = string.Join(';', set);
        return joined.Length == 0 ? Type : Type + ":" + joined;
    }

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "null",
    };

    // Records compare their fields; the cached text must not take part.
    public virtual bool Equals(Detection? other) => other is not null && Canonical == other.Canonical;

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Each accepted fix, or only those that moved on by one of the set amounts.</summary>
    public sealed record Location : Detection
    {
        public override string Type => "location";

        public double MinIntervalSeconds { get; init; }

        public double MinDistanceMeters { get; init; }

        public double MinTurnDegrees { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
        [
            ("min_interval_s", MinIntervalSeconds, 0d),
            ("min_distance_m", MinDistanceMeters, 0d),
            ("min_turn_deg", MinTurnDegrees, 0d),
        ];
    }

    public sealed record Speed : Detection
    {
        public const double DefaultMph = 75;

        public override string Type => "speed";

        public double Mph { get; init; } = DefaultMph;

        public bool Episode { get; init; }

        public double MinDurationSeconds { get; init; }

        public int MinFixes { get; init; } = 1;

        public double HysteresisMph { get; init; } = 3;

        public double MaxGapSeconds { get; init; } = 600;

        /// <summary>How often an episode that goes on is told again; 0 is once.</summary>
        public double RepeatSeconds { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
        [
            ("mph", Mph, null),
            ("mode", Episode ? "episode" : "every_report", "every_report"),
            ("min_duration_s", MinDurationSeconds, 0d),
            ("min_fixes", MinFixes, 1),
            ("hysteresis_mph", HysteresisMph, 3d),
            ("max_gap_s", MaxGapSeconds, 600d),
            ("repeat_s", RepeatSeconds, 0d),
        ];
    }

    public sealed record PostedSpeed : Detection
    {
        public const double DefaultOverMph = 10;

        public override string Type => "posted_speed";

        public double OverMph { get; init; } = DefaultOverMph;

        /// <summary>Percent over the limit that must be met as well; null when only mph count.</summary>
        public double? OverPercent { get; init; }

        public bool Episode { get; init; }

        public double MinDurationSeconds { get; init; }

        public int MinFixes { get; init; } = 1;

        public double HysteresisMph { get; init; } = 2;

        public double MaxGapSeconds { get; init; } = 600;

        /// <summary>How often an episode that goes on is told again; 0 is once.</summary>
        public double RepeatSeconds { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
        [
            ("over_mph", OverMph, null),
            ("over_percent", OverPercent, null),
            ("mode", Episode ? "episode" : "every_report", "every_report"),
            ("min_duration_s", MinDurationSeconds, 0d),
            ("min_fixes", MinFixes, 1),
            ("hysteresis_mph", HysteresisMph, 2d),
            ("max_gap_s", MaxGapSeconds, 600d),
            ("repeat_s", RepeatSeconds, 0d),
        ];
    }

    public sealed record Heartbeat : Detection
    {
        public override string Type => "heartbeat";

        /// <summary>Derive one heartbeat a day for devices that send none.</summary>
        public bool DeriveDaily { get; init; } = true;

        /// <summary>A device that connects is heard of, whatever it sends then.</summary>
        public bool OnConnect { get; init; }

        /// <summary>Seconds of silence after which kind <c>missed</c> is sent; null is off.</summary>
        public double? MissedAfterSeconds { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
        [
            ("derive", DeriveDaily ? "daily" : "off", "daily"),
            ("on_connect", OnConnect, false),
            ("missed_after_s", MissedAfterSeconds, null),
        ];
    }

    public sealed record TripComplete : Detection
    {
        public override string Type => "trip_complete";
    }

    public sealed record IgnitionOn : Detection
    {
        public override string Type => "ignition_on";
    }

    public sealed record IgnitionOff : Detection
    {
        public override string Type => "ignition_off";
    }

    public sealed record LandmarkEnter : Detection
    {
        public override string Type => "landmark_enter";

        /// <summary>Send an enter event with <c>initial: true</c> when the first fix is already inside.</summary>
        public bool ReportInitial { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
            [("report_initial", ReportInitial, false)];
    }

    public sealed record LandmarkLeave : Detection
    {
        public override string Type => "landmark_leave";
    }

    public sealed record LandmarkChange : Detection
    {
        public override string Type => "landmark_change";

        public bool ReportInitial { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
            [("report_initial", ReportInitial, false)];
    }

    public sealed record Idle : Detection
    {
        public override string Type => "idle";

        public double MinSeconds { get; init; } = 120;

        public double RepeatSeconds { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
            [("min_s", MinSeconds, 120d), ("repeat_s", RepeatSeconds, 0d)];
    }

    public sealed record Temperature : Detection
    {
        public override string Type => "temperature";

        public TemperatureMode Mode { get; init; } = TemperatureMode.Report;

        /// <summary>Probes to watch; empty watches all.</summary>
        public NameList Probes { get; init; } = NameList.Empty;

        public double MinIntervalSeconds { get; init; }

        public double DeltaCelsius { get; init; } = 0.5;

        public double? LowCelsius { get; init; }

        public double? HighCelsius { get; init; }

        public double HysteresisCelsius { get; init; } = 1;

        public double MinDurationSeconds { get; init; }

        /// <summary>How often a band that is still left is told again; 0 is once.</summary>
        public double RepeatSeconds { get; init; }

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
        [
            ("mode", Mode.ToString().ToLowerInvariant(), "report"),
            ("probes", Probes, NameList.Empty),
            ("min_interval_s", MinIntervalSeconds, 0d),
            ("delta_c", DeltaCelsius, 0.5),
            ("low_c", LowCelsius, null),
            ("high_c", HighCelsius, null),
            ("hysteresis_c", HysteresisCelsius, 1d),
            ("min_duration_s", MinDurationSeconds, 0d),
            ("repeat_s", RepeatSeconds, 0d),
        ];
    }

    public sealed record Dvir : Detection
    {
        public override string Type => "dvir";

        public bool OnlyWithDefects { get; init; }

        /// <summary>Statuses wanted, of <c>safe</c>, <c>unsafe</c> and <c>resolved</c>; empty wants all.</summary>
        public NameList Statuses { get; init; } = NameList.Empty;

        /// <summary>Also the later revisions of a report: its repair certified, its review signed.</summary>
        public bool OnUpdate { get; init; } = true;

        protected override IEnumerable<(string Name, object? Value, object? Default)> Parameters() =>
        [
            ("only_with_defects", OnlyWithDefects, false),
            ("statuses", Statuses, NameList.Empty),
            ("on_update", OnUpdate, true),
        ];
    }

    public sealed record DriverAssignment : Detection
    {
        public override string Type => "driver_assignment";
    }
}
