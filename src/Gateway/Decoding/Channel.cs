namespace EdgeRelay.Gateway.Decoding;

/// <summary>The last level of a topic (telematics reference 5.1): what the payload is.</summary>
public enum Channel : byte
{
    /// <summary>One telemetry object or an array of them.</summary>
    Telemetry,

    /// <summary>Telemetry objects, one per line (NDJSON).</summary>
    Bulk,

    Heartbeat,

    /// <summary>A driver vehicle inspection report.</summary>
    Dvir,

    /// <summary>A driver was assigned or unassigned.</summary>
    Driver,

    /// <summary>Online or offline; retained, also the will. Recorded only.</summary>
    Status,

    /// <summary>To the device: not for devices to publish.</summary>
    Command,

    /// <summary>From the device: it took a command. Recorded only.</summary>
    Acknowledgement,
}
