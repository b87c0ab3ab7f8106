namespace EdgeRelay.Simulator.Sending;

/// <summary>The broker answered, and did not let the client in, or cut it off because it may not publish what it did.</summary>
internal sealed class BrokerRefusedException(string message) : Exception(message);
