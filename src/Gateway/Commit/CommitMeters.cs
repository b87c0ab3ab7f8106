using System.Diagnostics.Metrics;

namespace EdgeRelay.Gateway.Commit;

/// <summary>Figures of the writer thread.</summary>
internal sealed class CommitMeters : IDisposable
{
    public const string MeterName = "EdgeRelay.Commit";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _seconds;
    private readonly Histogram<int> _items;
    private readonly Counter<long> _failed;

    public CommitMeters()
    {
        _seconds = _meter.CreateHistogram<double>("edgerelay_commit_seconds", "s", "From begin to synced commit");
        _items = _meter.CreateHistogram<int>("edgerelay_commit_batch_size", null, "Lane batches and other work in one commit");
        _failed = _meter.CreateCounter<long>("edgerelay_commits_failed_total", null, "Transactions rolled back");
    }

    public void Committed(int items, TimeSpan took)
    {
        _seconds.Record(took.TotalSeconds);
        _items.Record(items);
    }

    public void Failed() => _failed.Add(1);

    public void Dispose() => _meter.Dispose();
}
