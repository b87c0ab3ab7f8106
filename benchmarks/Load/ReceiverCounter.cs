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

    /// <summary>From now on the receiver misbehaves where the path says so.</summary>
    public Task LetLoose() => _client.GetStringAsync(new Uri("/loose", UriKind.Relative));

    /// <summary>From now on it answers well everywhere.</summary>
    public Task Mend() => _client.GetStringAsync(new Uri("/mend", UriKind.Relative));

    public void Dispose() => _client.Dispose();
}
