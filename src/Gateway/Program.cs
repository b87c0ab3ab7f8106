// device ──MQTT──▶ Ingest ─▶ Decoding ─▶ Vehicles (lanes) ─▶ Rules ─▶ Commit ─▶ PUBACK
//                                                              └▶ Outbox ─▶ Delivery ─▶ Sending ─▶ DeliveryLog
// The stages are registered in this order in Hosting/GatewayRegistration.cs.
using EdgeRelay.Gateway.Commands;

return args switch
{
    ["demo", .. var rest] => await DemoCommand.Run(rest),
    ["health", .. var rest] => await HealthCommand.Run(rest),
    ["help" or "--help" or "-h", ..] => HelpCommand.Run(Console.Out),
    ["listen", .. var rest] => await ListenCommand.Run(rest, Console.Out, Console.Error),
    ["receive", .. var rest] => await ReceiveCommand.Run(rest, Console.Out, Console.Error),
    ["roads", .. var rest] => RoadsCommand.Run(rest),
    ["serve", .. var rest] => await ServeCommand.Run(rest),
    ["signature", .. var rest] => SignatureCommand.Run(rest, Console.OpenStandardInput(), Console.Out, Console.Error, TimeProvider.System),
    [] or ["--allow-faults"] => await ServeCommand.Run(args),
    _ => HelpCommand.Unknown(args[0]),
};
