namespace EdgeRelay.Relay.Delivery;

/// <summary>Which share of an endpoint's latest attempts failed, by half minutes. Touched under its queue's lock only. Times are Unix ms.</summary>
internal sealed class FailureRatio
{
    /// <summary>Attempts below which a share says nothing.</summary>
    public const int Enough = 10;

    /// <summary>The share of failures at which the endpoint is left alone.</summary>
    public const double Bad = 0.7;

    private const int Pieces = 10;
    private const long PieceMs = 30_000;

    private readonly (long Number, int Attempts, int Failures)[] _pieces = new (long, int, int)[Pieces];

    public bool IsBad(long nowMs)
    {
        var (attempts, failures) = (0, 0);
        var oldest = (nowMs / PieceMs) - Pieces + 1;
        foreach (var piece in _pieces)
        {
            if (piece.Number >= oldest)
            {
                attempts += piece.Attempts;
                failures += piece.Failures;
            }
        }

        return attempts >= Enough && failures >= Bad * attempts;
    }

    public void Count(long nowMs, bool failed)
    {
        var number = nowMs / PieceMs;
        ref var piece = ref _pieces[(int)(number % Pieces)];
        if (piece.Number != number)
        {
            piece = (number, 0, 0);
        }

        piece.Attempts++;
        piece.Failures += failed ? 1 : 0;
    }

    public void Clear() => Array.Clear(_pieces);
}
