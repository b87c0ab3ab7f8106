namespace EdgeRelay.Gateway.Commands;

/// <summary>What the program can do.</summary>
internal static class HelpCommand
{
    private const string Text = """
        usage: edgerelay [serve] | demo | health | listen | receive | roads | signature | help

          serve    run the gateway (the default); settings from appsettings.json and the environment (EDGERELAY__…)
                   --allow-faults   let EDGERELAY_FAULT arm a fault point (tests only)
          demo     gateway, simulated fleet and receiver on this machine
                   --simulator FILE the simulator's program (./edge demo gives it)
                   --vehicles N     vehicles to drive (25)   --rate R   messages a second (25)   --seed S (7)
                   --keep           keep ./.demo when it ends, and go on with what was kept
                   --fresh          throw away what an earlier demo kept
          roads    import FILE... [--directory FOLDER]   OpenStreetMap extracts (.osm, .osm.gz, .osm.pbf) for posted limits
          receive  a receiver for webhooks on this machine: proves its URL, checks signatures, prints what comes
                   new --lang node|python|csharp|php|go|java FOLDER   writes one to begin your own with
          listen   --forward-to URL   hand a running gateway's events on to a program on this machine
          signature  sign | verify   sign a body, or say why a signature does not fit
          health   ask a running gateway whether it is ready; exit code 0 when it is
        """;

    public static int Run(TextWriter output)
    {
        output.WriteLine(Text);
        return ExitCodes.Ok;
    }

    public static int Unknown(string verb)
    {
        Console.Error.WriteLine($"edgerelay: '{verb}' is no verb.");
        Run(Console.Error);
        return ExitCodes.Usage;
    }
}
