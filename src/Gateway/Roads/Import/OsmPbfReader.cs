using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Reads the blocks of an OSM PBF file (wiki.openstreetmap.org/wiki/PBF_Format), one in memory at a time.</summary>
internal sealed class OsmPbfReader(FileStream file, IOsmSink sink, Action read, CancellationToken cancellation)
{
    /// <summary>The format's own limits.</summary>
    private const int MaxHeaderBytes = 64 << 10;
    private const int MaxBlobBytes = 32 << 20;

    /// <summary>What a file may demand of its reader and this one can do.</summary>
    private static readonly string[] KnownFeatures = ["OsmSchema-V0.6", "DenseNodes"];

    /// <summary>By number of the blob's field, from 4 on.</summary>
    private static readonly string[] OtherPackings = ["lzma", "bzip2", "lz4", "zstd"];

    private readonly OsmPbfBlock _block = new(sink);
    private byte[] _packed = [];
    private byte[] _raw = [];

    /// <exception cref="InvalidDataException">Damaged, or it demands what is not known here.</exception>
    public void Read()
    {
        var isFirst = true;
        while (NextHeader(out var type, out var size))
        {
            cancellation.ThrowIfCancellationRequested();
            read();
            ReadExactly(ref _packed, size);
            if (isFirst && type != "OSMHeader")
            {
                throw new InvalidDataException("It does not begin with an OSMHeader. Is it an OpenStreetMap extract?");
            }

            if (type == "OSMHeader")
            {
                CheckFeatures(Unpack(_packed.AsSpan(0, size)));
            }
            else if (type == "OSMData")
            {
                _block.Read(Unpack(_packed.AsSpan(0, size)));
            }

            isFirst = false;
        }
    }

    private bool NextHeader(out string type, out int size)
    {
        (type, size) = (string.Empty, 0);
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        var got = file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (got == 0)
        {
            return false;
        }

        var length = got == prefix.Length ? BinaryPrimitives.ReadInt32BigEndian(prefix) : throw new InvalidDataException("It is cut off.");
        if (length is <= 0 or > MaxHeaderBytes)
        {
            throw new InvalidDataException($"A block's header has {length} bytes; at most {MaxHeaderBytes} are allowed. Is it an OpenStreetMap extract?");
        }

        ReadExactly(ref _packed, length);
        var header = new ProtoReader(_packed.AsSpan(0, length));
        while (header.Next())
        {
            switch (header.Field)
            {
                case 1:
                    type = Encoding.UTF8.GetString(header.Bytes());
                    break;
                case 3:
                    size = (int)Math.Min(header.Number(), int.MaxValue);
                    break;
                default:
                    header.Skip();
                    break;
            }
        }

        return size <= MaxBlobBytes ? true : throw new InvalidDataException($"A block has {size} bytes; at most {MaxBlobBytes} are allowed.");
    }

    private void ReadExactly(ref byte[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new byte[count];
        }

        if (file.ReadAtLeast(buffer.AsSpan(0, count), count, throwOnEndOfStream: false) < count)
        {
            throw new InvalidDataException("It is cut off in the middle of a block.");
        }
    }

    private ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> blob)
    {
        var rawSize = 0;
        var packed = ReadOnlySpan<byte>.Empty;
        var reader = new ProtoReader(blob);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    return reader.Bytes();
                case 2:
                    rawSize = (int)Math.Min(reader.Number(), int.MaxValue);
                    break;
                case 3:
                    packed = reader.Bytes();
                    break;
                case 4 or 5 or 6 or 7:
                    throw new InvalidDataException(
                        $"A block is packed with {OtherPackings[reader.Field - 4]}; only zlib and unpacked blocks are read. "
                        + "Convert it, e.g. with: osmium cat in.osm.pbf -o out.osm.pbf");
                default:
                    reader.Skip();
                    break;
            }
        }

        return Inflate(packed, rawSize);
    }

    private ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> packed, int rawSize)
    {
        if (rawSize is < 0 or > MaxBlobBytes)
        {
            throw new InvalidDataException($"A block unpacks to {rawSize} bytes; at most {MaxBlobBytes} are allowed.");
        }

        if (_raw.Length < rawSize)
        {
            _raw = new byte[rawSize];
        }

        using var source = new MemoryStream(packed.ToArray(), writable: false);
        using var unpacked = new ZLibStream(source, CompressionMode.Decompress);
        return unpacked.ReadAtLeast(_raw.AsSpan(0, rawSize), rawSize, throwOnEndOfStream: false) == rawSize
            ? _raw.AsSpan(0, rawSize)
            : throw new InvalidDataException("A block unpacks to less than it announces.");
    }

    private static void CheckFeatures(ReadOnlySpan<byte> block)
    {
        var header = new ProtoReader(block);
        while (header.Next())
        {
            if (header.Field != 4)
            {
                header.Skip();
                continue;
            }

            var feature = Encoding.UTF8.GetString(header.Bytes());
            if (!KnownFeatures.Contains(feature))
            {
                throw new InvalidDataException(
                    $"It demands the feature '{feature}', which is not known here (known: {string.Join(", ", KnownFeatures)}).");
            }
        }
    }
}
