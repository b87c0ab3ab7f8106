using System.Globalization;
using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Fleet;
using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Scenarios;

/// <summary>The endless messages of one vehicle, one per interval: telemetry, or what happened beside it.</summary>
internal sealed class VehicleStream
{
    /// <summary>Golden ratio as a fraction of 2⁶⁴: spreads vehicles evenly over the interval without knowing how many there are.</summary>
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private const long TemperatureEveryMicroseconds = 30_000_000;

    private readonly Vehicle _vehicle;
    private readonly VehicleTopics _topics;
    private readonly RandomStream _defects;
    private readonly CitySettings _settings;
    private readonly JsonPayload _json;
    private long _temperatureDue;
    private long _sequence;
    private bool _lastWasTelemetry;

    /// <param name="json">May be shared by streams that are read from one thread.</param>
    public VehicleStream(CitySettings settings, int index, JsonPayload json)
    {
        _settings = settings;
        _json = json;
        _vehicle = new Vehicle(settings.Seed, index);
        _defects = new RandomStream(settings.Seed, index, RandomPurpose.Defects);
        Name = NameOf(settings, index);
        _topics = new VehicleTopics(settings.Account, Name);
        DueMicroseconds = (long)Math.BigMul((ulong)index * Spread, (ulong)settings.IntervalMicroseconds, out _);
    }

    public string Name { get; }

    /// <summary>When the next message is due.</summary>
    public long DueMicroseconds { get; private set; }

    public static string NameOf(CitySettings settings, int index) =>
        settings.Prefix + (index + 1).ToString("00", CultureInfo.InvariantCulture);

    public PlannedMessage Next()
    {
        var due = DueMicroseconds;
        DueMicroseconds += _settings.IntervalMicroseconds;
        var moment = _vehicle.At(due);
        if (_lastWasTelemetry && _vehicle.Happenings is [var first, ..] && first.Milliseconds * 1000 <= due)
        {
            _lastWasTelemetry = false;
            _vehicle.Reported(first);
            return Report(due, first);
        }

        _lastWasTelemetry = true;
        return Planned(due, MessageKind.Telemetry, _json.Make(Telemetry(due, moment), CanonicalJson.Telemetry));
    }

    private VehicleReport Telemetry(long due, in VehicleMoment moment)
    {
        var cargo = due >= _temperatureDue ? _vehicle.Cargo : null;
        if (cargo is not null)
        {
            _temperatureDue = due + TemperatureEveryMicroseconds;
        }

        string? tag = null;
        if (_vehicle.TagTouched && _vehicle.Driver is { } driver)
        {
            tag = DriverRoster.Tag(driver);
            _vehicle.TagReported();
        }

        return new VehicleReport { Time = Time(due), Sequence = ++_sequence, Moment = moment, Cargo = cargo, DriverTag = tag };
    }

    private PlannedMessage Report(long due, Happening happening)
    {
        var time = Time(happening.Milliseconds * 1000);
        return happening switch
        {
            Happening.CameOnline => Planned(due, MessageKind.Status, _json.Make(time, CanonicalJson.Online)),
            Happening.Heartbeat => Planned(due, MessageKind.Heartbeat, _json.Make(time, CanonicalJson.Heartbeat)),
            Happening.DriverSigned signed => Planned(due, MessageKind.Driver, _json.Make((time, signed), CanonicalJson.DriverSigned)),
            Happening.Inspection made => Planned(due, MessageKind.Inspection, _json.Make(Sheet(time, made), CanonicalJson.Inspection)),
            _ => throw new InvalidOperationException($"{happening} has no message."),
        };
    }

    /// <summary>Every fifth inspection or so finds a defect. The time in the id keeps two runs apart.</summary>
    private InspectionSheet Sheet(DateTime time, Happening.Inspection made)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"D-{Name}-{time:yyyyMMddHHmmss}");
        return new InspectionSheet(id, time, made, _defects.Chance(0.2) ? _defects.Below(CanonicalJson.PartCount) : null);
    }

    private PlannedMessage Planned(long due, MessageKind kind, byte[] payload) =>
        new() { DueMicroseconds = due, Vehicle = Name, Kind = kind, Topic = _topics[kind], Payload = payload };

    /// <summary>Event times are whole milliseconds.</summary>
    private DateTime Time(long microseconds) => _settings.Start.AddTicks(microseconds / 1000 * TimeSpan.TicksPerMillisecond);
}
