using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Decoding;

/// <summary>What a payload may hold (telematics reference 5.1). Beyond it the element, or the payload, is dead-lettered.</summary>
public sealed record DecodeLimits
{
    /// <summary>Largest payload, bytes. The same as the largest MQTT packet, so nothing that arrives is cut twice.</summary>
    [Range(1_024, 1_048_576)]
    public int PayloadBytes { get; init; } = 65_536;

    /// <summary>Deepest nesting inside one element; the element itself is level 1.</summary>
    [Range(4, 60)]
    public int Depth { get; init; } = 16;

    /// <summary>Temperature probes of one element. More than any reefer has.</summary>
    [Range(1, 256)]
    public int Probes { get; init; } = 32;

    /// <summary>Bytes of fields passed through, <c>x</c> and unknown ones together.</summary>
    [Range(0, 65_536)]
    public int ExtrasBytes { get; init; } = 4_096;

    /// <summary>Fields passed through. Their names are compared pairwise.</summary>
    [Range(0, 64)]
    public int ExtraFields { get; init; } = 64;

    /// <summary>Longest <c>id</c> and any other short text of a device, bytes of UTF-8.</summary>
    [Range(16, 1_024)]
    public int TextBytes { get; init; } = 64;

    /// <summary>Diagnostic codes of one element.</summary>
    [Range(0, 256)]
    public int DiagnosticCodes { get; init; } = 64;

    /// <summary>Parts and, in all, defects and signatures of one inspection report. The law asks for eleven parts.</summary>
    [Range(11, 1_000)]
    public int InspectionEntries { get; init; } = 200;

    /// <summary>Longest note or title of an inspection report, characters.</summary>
    [Range(64, 8_192)]
    public int NoteCharacters { get; init; } = 1_000;
}
