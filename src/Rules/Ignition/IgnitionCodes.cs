namespace EdgeRelay.Rules.Ignition;

/// <summary>Reasons of a report that say what the ignition just did: our own dialect's words, and the letters of OwnTracks.</summary>
internal static class IgnitionCodes
{
    /// <returns>Null when the reason has nothing to do with the ignition. OwnTracks tells on from off by the case of the letter.</returns>
    public static bool? Read(string? reason) => reason switch
    {
        "ignition_on" or "i" => true,
        "ignition_off" or "I" => false,
        _ => null,
    };
}
