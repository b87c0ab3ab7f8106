namespace EdgeRelay.Gateway.Decoding;

/// <summary>Why a message, or one element of it, can never be applied. Closed set; the wire names are in <see cref="DeadLetterReasons"/>.</summary>
public enum DeadLetterReason : byte
{
    /// <summary>The topic is none of <c>edgerelay/v1/{account}/{vehicle}/{channel}</c>.</summary>
    BadTopic,

    /// <summary>The topic's last level is no channel that a device may publish to.</summary>
    UnknownChannel,

    /// <summary>The account has no such vehicle.</summary>
    UnknownVehicle,

    /// <summary>Not JSON, not UTF-8, or not an object where one must be.</summary>
    BadJson,

    /// <summary>The event time is missing or cannot be read.</summary>
    BadTime,

    /// <summary>A field has the wrong type or range, occurs twice, or contradicts another one.</summary>
    BadField,

    /// <summary>More bytes or entries than the limits allow.</summary>
    TooLarge,

    /// <summary>Nested deeper than the limits allow.</summary>
    TooDeep,

    /// <summary>Later than the receive time by more than the tolerance (telematics reference 2.3).</summary>
    FutureTime,

    /// <summary>Too old to be true (telematics reference 2.3).</summary>
    PastTime,

    /// <summary>The store refused it again and again, alone; its neighbours were committed without it.</summary>
    Uncommittable,
}
