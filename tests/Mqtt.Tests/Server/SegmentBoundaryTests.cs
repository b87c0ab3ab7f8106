using System.Buffers;
using System.IO.Pipelines;
using EdgeRelay.Mqtt.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Mqtt.Tests.Server;

/// <summary>The receive buffer is a chain of segments. Where they are cut is chance on a socket, so here the chain is made by hand.</summary>
public sealed class SegmentBoundaryTests
{
    [Fact]
    public async Task A_message_behind_a_packet_that_ends_with_its_segment_is_taken_at_once()
    {
        var application = await Serve(
            Wire.Connect(4), Wire.Join(Wire.Publish(4, "a", [1], id: 1), Wire.Publish(4, "a", [2], id: 2)), Wire.Publish(4, "a", [3], id: 3));

        var messages = await application.Next(3);

        Assert.Equal([1, 2, 3], messages.Select(m => m.Payload.Single()));
    }

    [Fact]
    public async Task Messages_are_taken_wherever_the_stream_is_cut_in_three()
    {
        var connect = Wire.Connect(4);
        var stream = Wire.Join(Wire.Publish(4, "a", [1], id: 1), Wire.Publish(4, "bb", [2, 2], id: 2), Wire.Publish(4, "c", [3], id: 3));
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                var application = await Serve(connect, stream[..first], stream[first..second], stream[second..]);

                var messages = await application.Next(3);

                Assert.Equal(["a", "bb", "c"], messages.Select(m => m.Topic));
            }
        }
    }

    /// <summary>Serves a connection whose bytes are all there at once, in these segments, to its end.</summary>
    private static async Task<RecordingApplication> Serve(params byte[][] segments)
    {
        var application = new RecordingApplication();
        await using var services = new ServiceCollection().AddLogging()
            .AddSingleton<IMqttApplication>(application).AddMqttServer(new MqttLimits()).BuildServiceProvider();
        var answers = new Pipe();
        await using var connection = new DefaultConnectionContext("c")
        {
            Transport = new Transport(PipeReader.Create(Chain(segments)), answers.Writer),
        };
        await services.GetRequiredService<MqttServer>().Serve(connection).WaitAsync(Deadline.Long);
        return application;
    }

    private static ReadOnlySequence<byte> Chain(byte[][] segments)
    {
        var first = new Segment(segments[0], null);
        var last = segments.Skip(1).Aggregate(first, (previous, bytes) => new Segment(bytes, previous));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? previous)
        {
            Memory = bytes;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }

    private sealed class Transport(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
