using System.Buffers;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Journal;
using EdgeRelay.Gateway.Tests.Decoding;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Journal;

public sealed class InputCodecTests
{
    private static readonly Instant Reference = new(1_795_339_815_000);

    [Fact]
    public void Every_input_comes_back_field_for_field()
    {
        var seed = Seeds.Next();
        var inputs = new RandomInputs(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var input = inputs.Next();
            var bytes = Written(input);

            var status = InputCodec.Read(bytes, Reference, out var read, out var consumed);

            Assert.True(status == InputCodecStatus.Read, $"seed {seed}, round {round}: {status}");
            Assert.True(InputDescription.Of(input) == InputDescription.Of(read!), $"seed {seed}, round {round}");
            Assert.Equal(bytes.Length, consumed);
        }
    }

    [Fact]
    public void Inputs_follow_each_other_in_one_buffer()
    {
        var inputs = new RandomInputs(seed: 7);
        VehicleInput[] written = [inputs.Next(), inputs.Next(), inputs.Next()];
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var input in written)
        {
            InputCodec.Write(buffer, input, Reference);
        }

        var rest = buffer.WrittenSpan;
        foreach (var input in written)
        {
            Assert.Equal(InputCodecStatus.Read, InputCodec.Read(rest, Reference, out var read, out var consumed));
            Assert.Equal(InputDescription.Of(input), InputDescription.Of(read!));
            rest = rest[consumed..];
        }

        Assert.True(rest.IsEmpty);
    }

    [Fact]
    public void A_typical_sample_takes_at_most_64_bytes()
    {
        var result = Given.Decoded(
            Channel.Telemetry,
            """
            {"t":"2026-11-22T09:30:15.250Z","seq":8812,"lat":37.7881234,"lon":-122.4075123,"speed_kmh":43.2,"heading_deg":271.5,"acc_m":4.5,
             "sats":12,"ignition":true,"odo_km":18233.4,"temps_c":{"cargo-1":-18.4},"volts":13.9}
            """);

        Assert.InRange(Written(Assert.Single(result.Inputs)).Length, 30, 64);
    }

    [Fact]
    public void Damaged_bytes_are_a_result_and_never_an_exception()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        var inputs = new RandomInputs(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = Written(inputs.Next());
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var error = Record.Exception(() => InputCodec.Read(bytes, Reference, out _, out _));

            Assert.True(error is null, $"seed {seed}, round {round}: {error}");
        }
    }

    [Fact]
    public void Every_cut_is_noticed()
    {
        var inputs = new RandomInputs(seed: 11);
        for (var round = 0; round < 200; round++)
        {
            var bytes = Written(inputs.Next());
            for (var length = 0; length < bytes.Length; length++)
            {
                var status = InputCodec.Read(bytes.AsSpan(0, length), Reference, out var input, out var consumed);

                Assert.Equal((InputCodecStatus.Damaged, null, 0), (status, input, consumed));
            }
        }
    }

    [Fact]
    public void A_count_beyond_the_bytes_asks_for_no_memory()
    {
        // Version, sample, two times, mask with diagnostic codes only, hash, then a count of two thousand million.
        byte[] bytes = [1, 1, 0, 0, 0x80, 0x80, 0x80, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0xA8, 0xD6, 0xB9, 0x07];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var status = InputCodec.Read(bytes, Reference, out _, out _);

        Assert.Equal(InputCodecStatus.Damaged, status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void A_version_that_is_not_known_says_so()
    {
        var bytes = Written(new Tick { Time = Reference, Received = Reference });
        bytes[0] = 2;

        Assert.Equal(InputCodecStatus.UnknownVersion, InputCodec.Read(bytes, Reference, out _, out _));
    }

    // Journals outlive versions of the program: bytes written today must be read for as long as version 1 is known.
    [Fact]
    public void Bytes_of_version_1_stay_readable()
    {
        var sample = new Sample
        {
            Time = Reference.PlusSeconds(-1),
            Received = Reference,
            Sequence = 7,
            ContentHash = 0x0123456789ABCDEF,
            Position = new Position(37.5, -122.25),
            GpsSpeed = Speed.FromMph(70),
            Ignition = true,
            DriverTag = "T1",
        };

        Assert.Equal("0101CF0FD00FC709EFCDAB89674523010EE15D92F01702C011025431", Convert.ToHexString(Written(sample)));
    }

    private static byte[] Written(VehicleInput input)
    {
        var buffer = new ArrayBufferWriter<byte>();
        InputCodec.Write(buffer, input, Reference);
        return buffer.WrittenSpan.ToArray();
    }
}
