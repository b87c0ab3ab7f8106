namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Why a feature was refused.</summary>
/// <param name="Pointer">Where in the document, as a JSON pointer (RFC 6901).</param>
/// <param name="Code">One of the codes that the API documents: <c>landmark_invalid</c>, <c>parameter_out_of_range</c>, <c>json_invalid</c>.</param>
/// <param name="Message">One sentence for people: what was found and what is expected.</param>
public sealed record LandmarkFault(string Pointer, string Code, string Message)
{
    public const string LandmarkInvalid = "landmark_invalid";

    public const string ParameterOutOfRange = "parameter_out_of_range";

    public const string JsonInvalid = "json_invalid";
}
