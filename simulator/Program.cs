using EdgeRelay.Simulator.Commands;
using EdgeRelay.Simulator.Sending;

return await EdgeSim.Run(args, new Surroundings
{
    Clock = TimeProvider.System,
    Out = Console.Out,
    Talk = Console.Error,
    TalkIsTerminal = !Console.IsErrorRedirected,
    Connect = MqttFleet.Connect,
});
