using System.Globalization;

namespace EdgeRelay.Reliability.Tests.Checking;

/// <summary>What the ledgers say. Each finding is a sentence with the identity of what it found.</summary>
internal sealed class Verdict
{
    public int Acknowledged { get; set; }

    public int Arrivals { get; set; }

    /// <summary>Requests for an event that was accepted before: allowed, and told in the figures.</summary>
    public int Repeats { get; set; }

    /// <summary>PUBACKs that were not for the oldest message of their connection.</summary>
    public int AcksOutOfOrder { get; set; }

    /// <summary>Events of acknowledged messages that no receiver accepted.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Happenings that came under two ids.</summary>
    public List<string> Doubled { get; } = [];

    /// <summary>Ids whose <c>data</c> changed from one arrival to another, or that stand for two happenings.</summary>
    public List<string> Altered { get; } = [];

    /// <summary>First arrivals before an earlier one of the same webhook and vehicle, without the header that says so.</summary>
    public List<string> Reordered { get; } = [];

    /// <summary>Events that no device sent a sample for.</summary>
    public List<string> Invented { get; } = [];

    public bool IsClean =>
        AcksOutOfOrder + Missing.Count + Doubled.Count + Altered.Count + Reordered.Count + Invented.Count == 0;

    public override string ToString()
    {
        const int Shown = 10;
        var findings = Missing.Take(Shown).Concat(Doubled.Take(Shown)).Concat(Altered.Take(Shown))
            .Concat(Reordered.Take(Shown)).Concat(Invented.Take(Shown));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"acknowledged {Acknowledged}, arrivals {Arrivals} ({Repeats} repeats), missing {Missing.Count}, doubled {Doubled.Count}, " +
            $"altered {Altered.Count}, reordered {Reordered.Count}, invented {Invented.Count}, acks out of order {AcksOutOfOrder}")
            + string.Concat(findings.Select(f => "\n  " + f));
    }
}
