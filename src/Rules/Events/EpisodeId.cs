using System.Globalization;

namespace EdgeRelay.Rules.Events;

/// <summary>Ids that pair the events of one episode, visit or trip: derived from the first of them, so that a replay repeats them.</summary>
internal static class EpisodeId
{
    public static string Of(string prefix, ulong number) => prefix + number.ToString("x16", CultureInfo.InvariantCulture);
}
