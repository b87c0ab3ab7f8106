namespace EdgeRelay.Rules;

/// <summary>Times at which something counts. The host knows time zones; the rules and their landmarks carry only the answer.</summary>
/// <remarks>Implementations are immutable, and safe to read from any thread.</remarks>
public interface ISchedule
{
    bool Includes(Instant time);
}
