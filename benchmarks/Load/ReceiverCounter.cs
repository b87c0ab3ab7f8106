using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>Asks the receiver what has come.</summary>
internal sealed class ReceiverCounter(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address };

    public async Task<long> Count() => long.Parse(await _client.GetStringAsync(new Uri("/count", UriKind.Relative)), CultureInfo.InvariantCulture);

    public Task<byte[]> LastBody() => _client.GetByteArrayAsync(new Uri("/body", UriKind.Relative));

    public async Task<Arrival[]> Arrivals() =>
        MemoryMarshal.Cast<byte, Arrival>(await _client.GetByteArrayAsync(new Uri("/arrivals", UriKind.Relative))).ToArray();

    public void Dispose() => _client.Dispose();
}
