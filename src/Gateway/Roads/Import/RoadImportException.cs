namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>An extract that cannot be imported; the message is for the operator and names the file and the place in it.</summary>
internal sealed class RoadImportException(string message, Exception? inner = null) : Exception(message, inner);
