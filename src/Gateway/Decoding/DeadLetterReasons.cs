using System.Diagnostics;

namespace EdgeRelay.Gateway.Decoding;

/// <summary>Wire names of <see cref="DeadLetterReason"/>: in the dead-letter table, in metrics and in the API.</summary>
public static class DeadLetterReasons
{
    public static string WireName(this DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.BadTopic => "bad_topic",
        DeadLetterReason.UnknownChannel => "unknown_channel",
        DeadLetterReason.UnknownVehicle => "unknown_vehicle",
        DeadLetterReason.BadJson => "bad_json",
        DeadLetterReason.BadTime => "bad_time",
        DeadLetterReason.BadField => "bad_field",
        DeadLetterReason.TooLarge => "too_large",
        DeadLetterReason.TooDeep => "too_deep",
        DeadLetterReason.FutureTime => "future_time",
        DeadLetterReason.PastTime => "past_time",
        DeadLetterReason.Uncommittable => "uncommittable",
        _ => throw new UnreachableException(),
    };
}
