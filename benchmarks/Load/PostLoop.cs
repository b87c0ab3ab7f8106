using System.Diagnostics;
using System.Net.Http.Headers;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>The baseline of delivery: as many HttpClient requests at a time as a webhook has, with the same body, and nothing else.</summary>
internal static class PostLoop
{
    public const int Concurrency = 16;

    /// <summary>Posts a file's content for a while and prints how often; waits for its input to end, so that its processor time can be read.</summary>
    public static async Task<int> Run(Uri url, int seconds, string bodyFile)
    {
        var body = await File.ReadAllBytesAsync(bodyFile);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Concurrency });
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(async _ =>
        {
            var count = 0L;
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await client.PostAsync(url, content);
                answer.EnsureSuccessStatusCode();
                count++;
            }

            return count;
        }));
        Console.WriteLine(Rounds.Line($"{counts.Sum()} {Stopwatch.GetElapsedTime(started).TotalSeconds}"));
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
