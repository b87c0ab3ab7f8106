using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A section of a road file in the making, in a temporary file of its own.</summary>
internal sealed class SectionWriter(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
    private readonly byte[] _buffer = new byte[1 << 16];
    private RoadChecksum _checksum;
    private int _used;

    public long Length { get; private set; }

    /// <exception cref="InvalidDataException">The section would be larger than a road file can hold (2 GB).</exception>
    public void Write<T>(in T record)
        where T : unmanaged => Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in record)));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (Length > int.MaxValue)
        {
            throw new InvalidDataException("The roads need more than 2 GB in one section; import smaller extracts, e.g. by country or state.");
        }

        while (bytes.Length > _buffer.Length - _used)
        {
            var part = _buffer.Length - _used;
            bytes[..part].CopyTo(_buffer.AsSpan(_used));
            bytes = bytes[part..];
            _used = _buffer.Length;
            Flush();
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Copies the section to where <paramref name="target"/> stands.</summary>
    /// <returns>The checksum of its bytes.</returns>
    public uint CopyTo(Stream target)
    {
        Flush();
        _file.Position = 0;
        _file.CopyTo(target, 1 << 20);
        return _checksum.Value;
    }

    /// <summary>All records written, in their order.</summary>
    public IEnumerable<T> Read<T>()
        where T : unmanaged
    {
        Flush();
        _file.Position = 0;
        var size = Unsafe.SizeOf<T>();
        var part = new T[Math.Max(1, _buffer.Length / size)];
        for (var left = Length / size; left > 0;)
        {
            var count = (int)Math.Min(left, part.Length);
            _file.ReadExactly(MemoryMarshal.AsBytes(part.AsSpan(0, count)));
            for (var i = 0; i < count; i++)
            {
                yield return part[i];
            }

            left -= count;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(path);
    }

    private void Flush()
    {
        _checksum.Append(_buffer.AsSpan(0, _used));
        _file.Write(_buffer, 0, _used);
        _used = 0;
    }
}
