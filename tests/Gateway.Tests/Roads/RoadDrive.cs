using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Roads;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Gateway.Tests.Roads;

/// <summary>A vehicle that reports once a second on drawn roads.</summary>
internal sealed class RoadDrive(RoadNetwork roads)
{
    private readonly RuleBook _book = new()
    {
        Version = 1,
        Roads = roads,
        Detections = [new Detection.PostedSpeed { OverMph = 5 }],
    };

    private VehicleState _state = new(new VehicleKey(1, "truck"));
    private long _seconds = 1_750_000_000;

    public List<RuleEvent> Events { get; } = [];

    /// <summary>The limit at the last fix, mph; null is unknown or unlimited.</summary>
    public double? LimitMph => _state.Snapshot().PostedLimit?.MilesPerHour;

    /// <param name="heading">Degrees; null sends none.</param>
    /// <param name="seconds">Since the fix before.</param>
    public RoadDrive To(double east, double north, double kmh, double? heading, int seconds = 1, double? accuracy = null)
    {
        _seconds += seconds;
        var time = new Instant(_seconds * 1000);
        RuleEngine.Apply(
            _state,
            new Sample
            {
                Time = time,
                Received = time,
                Position = DrawnRoads.At(east, north),
                GpsSpeed = Speed.FromKmh(kmh),
                HeadingDegrees = heading,
                AccuracyMeters = accuracy,
            },
            _book,
            Events);
        return this;
    }

    /// <summary>Writes the state and goes on from what was read back.</summary>
    public RoadDrive Restarted()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        _state.Write(bytes);
        _state = VehicleState.Read(_state.Key, bytes.WrittenSpan)!;
        Assert.NotNull(_state);
        return this;
    }

    public int BytesAtRest()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        _state.Write(bytes);
        return bytes.WrittenCount;
    }
}
