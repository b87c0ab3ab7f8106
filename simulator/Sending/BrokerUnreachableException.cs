namespace EdgeRelay.Simulator.Sending;

/// <summary>No connection could be made to the broker.</summary>
internal sealed class BrokerUnreachableException(string message, Exception inner) : Exception(message, inner);
