using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Scenarios;

/// <summary>The messages of the whole fleet in order of their planned time; equal times in order of the vehicles.</summary>
/// <remarks>Made as they are read: memory does not grow with the length of the run.</remarks>
internal static class CityScenario
{
    public static IEnumerable<PlannedMessage> Messages(CitySettings settings)
    {
        using var json = new JsonPayload();
        var next = new PriorityQueue<VehicleStream, (long Due, int Vehicle)>(settings.Vehicles);
        for (var vehicle = 0; vehicle < settings.Vehicles; vehicle++)
        {
            var stream = new VehicleStream(settings, vehicle, json);
            next.Enqueue(stream, (stream.DueMicroseconds, vehicle));
        }

        var end = settings.Duration is { } duration ? duration.Ticks / 10 : long.MaxValue;
        var left = settings.Messages ?? long.MaxValue;
        while (left-- > 0 && next.TryPeek(out var stream, out var place) && place.Due < end)
        {
            var message = stream.Next();
            next.DequeueEnqueue(stream, (stream.DueMicroseconds, place.Vehicle));
            yield return message;
        }
    }
}
