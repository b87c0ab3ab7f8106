using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Sorts more records than fit into memory: full buffers are sorted and laid down in a temporary file, then merged.</summary>
/// <remarks>
/// Holds at most <see cref="BufferBytes"/>, and while reading <see cref="MergeBytes"/> per run. The order of equal keys depends on the
/// input alone. Not thread-safe. Add everything, then read once.
/// </remarks>
internal sealed class ExternalSort<T>(string path, int bufferBytes = ExternalSort<T>.BufferBytes) : IDisposable
    where T : unmanaged, ISorted
{
    public const int BufferBytes = 32 << 20;
    private const int MergeBytes = 64 << 10;

    private readonly int _capacity = Math.Max(1, bufferBytes / Unsafe.SizeOf<T>());
    private readonly List<(long Offset, long Count)> _runs = [];
    private T[] _buffer = new T[1024];
    private int _count;
    private SafeFileHandle? _file;
    private long _written;

    public void Add(in T record)
    {
        if (_count == _capacity)
        {
            LayDown();
        }
        else if (_count == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_capacity, _buffer.Length * 2));
        }

        _buffer[_count++] = record;
    }

    /// <summary>All records in the order of their keys.</summary>
    public IEnumerable<T> Read(CancellationToken cancellation)
    {
        if (_runs.Count == 0)
        {
            Sort();
            for (var i = 0; i < _count; i++)
            {
                yield return _buffer[i];
            }

            yield break;
        }

        LayDown();
        _buffer = [];
        var runs = _runs.ConvertAll(run => new Run(_file!, run.Offset, run.Count));
        var heads = new PriorityQueue<Run, (ulong Key, int Run)>();
        for (var i = 0; i < runs.Count; i++)
        {
            runs[i].Number = i;
            Next(heads, runs[i]);
        }

        for (var read = 0L; heads.TryDequeue(out var run, out _); read++)
        {
            if ((read & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            yield return run.Current;
            Next(heads, run);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        File.Delete(path);
    }

    private static void Next(PriorityQueue<Run, (ulong Key, int Run)> heads, Run run)
    {
        if (run.Advance())
        {
            heads.Enqueue(run, (run.Current.Key, run.Number));
        }
    }

    private void Sort() => _buffer.AsSpan(0, _count).Sort(static (a, b) => a.Key.CompareTo(b.Key));

    private void LayDown()
    {
        if (_count == 0)
        {
            return;
        }

        Sort();
        _file ??= File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var bytes = MemoryMarshal.AsBytes(_buffer.AsSpan(0, _count));
        RandomAccess.Write(_file, bytes, _written);
        _runs.Add((_written, _count));
        _written += bytes.Length;
        _count = 0;
    }

    private sealed class Run(SafeFileHandle file, long offset, long left)
    {
        private readonly T[] _part = new T[MergeBytes / Unsafe.SizeOf<T>()];
        private long _offset = offset;
        private long _left = left;
        private int _at = -1;
        private int _have;

        public int Number { get; set; }

        public T Current => _part[_at];

        public bool Advance()
        {
            if (++_at < _have)
            {
                return true;
            }

            if (_left == 0)
            {
                return false;
            }

            _have = (int)Math.Min(_left, _part.Length);
            var bytes = MemoryMarshal.AsBytes(_part.AsSpan(0, _have));
            for (var got = 0; got < bytes.Length;)
            {
                var part = RandomAccess.Read(file, bytes[got..], _offset + got);
                got += part > 0 ? part : throw new EndOfStreamException("A temporary file of the import was cut off.");
            }

            _offset += bytes.Length;
            _left -= _have;
            _at = 0;
            return true;
        }
    }
}
