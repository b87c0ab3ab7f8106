using System.Text;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>One data block of an OSM PBF file: a string table, and groups of nodes and ways that refer to it.</summary>
internal sealed class OsmPbfBlock(IOsmSink sink)
{
    private const long UnitsPerNanodegree = 100;

    private readonly List<(int At, int Length)> _groups = [];
    private readonly List<(int At, int Length)> _texts = [];
    private readonly List<string?> _strings = [];
    private readonly List<int> _values = [];
    private readonly OsmWay _way = new();
    private long _granularity;
    private long _latitudeOffset;
    private long _longitudeOffset;

    public void Read(ReadOnlySpan<byte> block)
    {
        Survey(block);
        foreach (var (at, length) in _groups)
        {
            ReadGroup(block.Slice(at, length), block);
        }
    }

    // Scale and strings may stand behind the groups that need them.
    private void Survey(ReadOnlySpan<byte> block)
    {
        _groups.Clear();
        _texts.Clear();
        _strings.Clear();
        (_granularity, _latitudeOffset, _longitudeOffset) = (UnitsPerNanodegree, 0, 0);
        var reader = new ProtoReader(block);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    FindTexts(block, reader.Bytes());
                    break;
                case 2:
                    _groups.Add(PlaceOf(block, reader.Bytes()));
                    break;
                case 17:
                    _granularity = (long)reader.Number();
                    break;
                case 19:
                    _latitudeOffset = (long)reader.Number();
                    break;
                case 20:
                    _longitudeOffset = (long)reader.Number();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void FindTexts(ReadOnlySpan<byte> block, ReadOnlySpan<byte> table)
    {
        var reader = new ProtoReader(table);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                _texts.Add(PlaceOf(block, reader.Bytes()));
                _strings.Add(null);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static (int At, int Length) PlaceOf(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part) =>
        whole.Overlaps(part, out var at) ? (at, part.Length) : (0, 0);

    private void ReadGroup(ReadOnlySpan<byte> group, ReadOnlySpan<byte> block)
    {
        var reader = new ProtoReader(group);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when sink.WantsNodes:
                    ReadNode(reader.Bytes());
                    break;
                case 2 when sink.WantsNodes:
                    ReadDenseNodes(reader.Bytes());
                    break;
                case 3 when sink.WantsWays:
                    ReadWay(reader.Bytes(), block);
                    sink.Way(_way);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadNode(ReadOnlySpan<byte> node)
    {
        var (id, latitude, longitude) = (0L, 0L, 0L);
        var reader = new ProtoReader(node);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    id = reader.SignedNumber();
                    break;
                case 8:
                    latitude = reader.SignedNumber();
                    break;
                case 9:
                    longitude = reader.SignedNumber();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Tell(id, latitude, longitude);
    }

    private void ReadDenseNodes(ReadOnlySpan<byte> dense)
    {
        ProtoReader ids = default, latitudes = default, longitudes = default;
        var reader = new ProtoReader(dense);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ids = new ProtoReader(reader.Bytes());
                    break;
                case 8:
                    latitudes = new ProtoReader(reader.Bytes());
                    break;
                case 9:
                    longitudes = new ProtoReader(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var (id, latitude, longitude) = (0L, 0L, 0L);
        while (!ids.AtEnd)
        {
            id += ids.Signed();
            latitude += latitudes.Signed();
            longitude += longitudes.Signed();
            Tell(id, latitude, longitude);
        }
    }

    private void Tell(long id, long latitude, long longitude)
    {
        var y = (_latitudeOffset + (_granularity * latitude)) / UnitsPerNanodegree;
        var x = (_longitudeOffset + (_granularity * longitude)) / UnitsPerNanodegree;
        if (y is < -900_000_000 or > 900_000_000 || x is < -1_800_000_000 or > 1_800_000_000)
        {
            throw new InvalidDataException($"Node {id} lies outside the world.");
        }

        sink.Node(id, (int)x, (int)y);
    }

    private void ReadWay(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> block)
    {
        _way.Clear();
        _values.Clear();
        ReadOnlySpan<byte> keys = default;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    _way.Id = (long)reader.Number();
                    break;
                case 2:
                    keys = reader.Bytes();
                    break;
                case 3:
                    ReadValues(reader.Bytes());
                    break;
                case 8:
                    ReadNodes(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        ReadTags(keys, block);
    }

    private void ReadValues(ReadOnlySpan<byte> packed)
    {
        for (var values = new ProtoReader(packed); !values.AtEnd;)
        {
            _values.Add((int)Math.Min(values.Varint(), int.MaxValue));
        }
    }

    private void ReadNodes(ReadOnlySpan<byte> packed)
    {
        var id = 0L;
        for (var nodes = new ProtoReader(packed); !nodes.AtEnd;)
        {
            id += nodes.Signed();
            _way.Nodes.Add(_way.Nodes.Count < OsmWay.MaxNodes ? id : throw new InvalidDataException($"Way {_way.Id} has too many nodes."));
        }
    }

    private void ReadTags(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> block)
    {
        var i = 0;
        for (var reader = new ProtoReader(keys); !reader.AtEnd; i++)
        {
            var key = Text((int)Math.Min(reader.Varint(), int.MaxValue), block);
            _way.Tags[key] = i < _values.Count
                ? Text(_values[i], block)
                : throw new InvalidDataException($"Way {_way.Id} has more keys than values.");
        }
    }

    private string Text(int index, ReadOnlySpan<byte> block)
    {
        if (index >= _texts.Count)
        {
            throw new InvalidDataException($"A tag refers to text {index} of {_texts.Count}.");
        }

        var (at, length) = _texts[index];
        return _strings[index] ??= Encoding.UTF8.GetString(block.Slice(at, length));
    }
}
