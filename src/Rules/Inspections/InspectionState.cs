using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Inspections;

/// <summary>The newest inspection reports, so that one sent again is told from a new one.</summary>
internal struct InspectionState
{
    private const int MaxRemembered = 4;
    private TightList<KnownInspection> _reports;

    public readonly bool IsEmpty => _reports.Count == 0;

    /// <param name="content">What tells a report from the same one sent again.</param>
    /// <param name="report">What its revisions have in common.</param>
    /// <param name="revision">From 1.</param>
    /// <param name="isOutdated">A later revision of the report came before.</param>
    /// <returns>False when it was there already.</returns>
    public bool Remember(ulong content, uint report, int revision, out bool isOutdated)
    {
        isOutdated = false;
        foreach (ref readonly var known in _reports.Span)
        {
            if (known.Content == content)
            {
                return false;
            }

            isOutdated |= known.Report == report && known.Revision > revision;
        }

        if (_reports.Count == MaxRemembered)
        {
            _reports.RemoveAt(0);
        }

        _reports.Add(new KnownInspection(content, report, revision));
        return true;
    }

    public readonly InspectionState Clone() => new() { _reports = _reports.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        writer.Unsigned((ulong)_reports.Count);
        foreach (ref readonly var known in _reports.Span)
        {
            writer.Fixed(known.Content);
            writer.Fixed32(known.Report);
            writer.Signed(known.Revision);
        }
    }

    public static InspectionState Read(ref StateReader reader)
    {
        var state = default(InspectionState);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            state._reports.Add(new KnownInspection(reader.Fixed(), reader.Fixed32(), (int)reader.Signed()));
        }

        return state;
    }
}
