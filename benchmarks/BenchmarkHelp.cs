namespace EdgeRelay.Benchmarks;

/// <summary>What can be measured, in a few lines.</summary>
internal static class BenchmarkHelp
{
    /// <returns>2: there was no verb to run.</returns>
    public static int Print(TextWriter output)
    {
        output.WriteLine(
            """
            usage: ./edge bench VERB [--rounds N] [--seconds S] [--warm-up S] [--vehicles N] [--rate N]

              state      500 vehicles, no webhooks: acks/s of the gateway against the same endpoint with no work behind it
              million    1,000,000 vehicles over 200 gateway connections, against 500 vehicles in the same run
              post       every message an event and a POST: POST/s against a bare HttpClient loop to the same receiver
              latency    2,500 events/s at planned times: publish to arrival of the POST
              late       lane time for a reversed backlog of 4,096 samples of one vehicle, as singles and in arrays of 50
              neighbours p99 of good endpoints beside bad ones against without them: 5 of 100, and 300 hanging of 1,000
              outage     how fast what waited for a failing endpoint goes out, against a bare HttpClient loop
              queued     start with 1,000,000 events waiting: time to the first delivery, and memory
              landmarks  which landmarks contain a point, against NetTopologySuite and GEOS (apt-get install libgeos-c1v5)
              roads      one fix matched to a road of a mapped road file
              memory     what a vehicle costs in memory and stored, with 20 triggers of 20 and of 10,000 webhooks
              rules      one step of the rules with 20 triggers and 10,000 landmarks
              all        all of them

            The exit status is 0 when the targets are met. docs/performance.md says how to read the figures.
            """);
        return 2;
    }
}
