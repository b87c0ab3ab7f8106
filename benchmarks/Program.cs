using EdgeRelay.Benchmarks;
using EdgeRelay.Benchmarks.Load;
using EdgeRelay.Benchmarks.Micro;

return args switch
{
    ["rules"] => RuleStep.Run(Console.Out),
    ["memory"] => VehicleMemory.Run(Console.Out),
    ["landmarks"] => LandmarkLookup.Run(Console.Out),
    ["roads"] => RoadMatch.Run(Console.Out),
    ["state", ..] => await StateOnly.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["million", ..] => await MillionVehicles.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["post", ..] => await EveryMessagePosts.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["latency", ..] => await PublishToPost.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["late", ..] => await LateBacklog.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["neighbours", ..] => await Neighbours.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["outage", ..] => await Outage.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["queued", ..] => await Queued.Run(LoadOptions.Read(args[1..]), Console.Out),
    ["all", ..] => await AllBenchmarks.Run(LoadOptions.Read(args[1..]), Console.Out),
    // The far ends of the load, each in a process of its own so that its processor time can be told apart.
    ["null-endpoint"] => await NullEndpoint.Run(),
    ["broker", var port] => await OpenBroker.Run(int.Parse(port, null)),
    ["receiver"] => await Receiver.Run(),
    ["receiver", var ports] => await Receiver.Run(int.Parse(ports, null)),
    ["post-loop", var url, var seconds, var body] => await PostLoop.Run(new Uri(url), int.Parse(seconds, null), body),
    _ => BenchmarkHelp.Print(Console.Out),
};
