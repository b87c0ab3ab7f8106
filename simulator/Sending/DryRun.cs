using System.Security.Cryptography;
using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Sending;

/// <summary>Writes a stream to a file instead of a broker: a line of topic, blank, payload for each message.</summary>
internal static class DryRun
{
    /// <param name="output">Null to compute the hash alone.</param>
    /// <returns>How many messages, and the SHA-256 of all lines in lower-case hexadecimal.</returns>
    public static DryRunResult Write(IEnumerable<PlannedMessage> messages, Stream? output, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new MemoryStream();
        long count = 0;
        foreach (var message in messages)
        {
            stop.ThrowIfCancellationRequested();
            line.SetLength(0);
            foreach (var character in message.Topic)
            {
                line.WriteByte((byte)character);
            }

            line.WriteByte((byte)' ');
            line.Write(message.Payload.Span);
            line.WriteByte((byte)'\n');
            var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
            hash.AppendData(bytes);
            output?.Write(bytes);
            count++;
        }

        return new DryRunResult(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
