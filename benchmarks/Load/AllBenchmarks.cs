using EdgeRelay.Benchmarks.Micro;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>Everything, one after another.</summary>
internal static class AllBenchmarks
{
    /// <returns>0 when all targets are met.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output) =>
        await StateOnly.Run(options, output)
        | await MillionVehicles.Run(options, output)
        | await EveryMessagePosts.Run(options, output)
        | await PublishToPost.Run(options, output)
        | await LateBacklog.Run(options, output)
        | await Neighbours.Run(options, output)
        | await Outage.Run(options, output)
        | await Queued.Run(options, output)
        | LandmarkLookup.Run(output)
        | VehicleMemory.Run(output)
        | RuleStep.Run(output)
        | RoadMatch.Run(output);
}
