using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Sending;

/// <summary>A message from being handed over until it is acknowledged or given up, over as many connections as that takes.</summary>
internal sealed class OutgoingMessage(PlannedMessage message) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public PlannedMessage Message => message;
}
