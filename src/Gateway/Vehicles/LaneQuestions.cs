using System.Collections.Concurrent;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Questions about vehicles' states, asked by anybody, answered by the lane between two batches.</summary>
internal sealed class LaneQuestions
{
    private readonly ConcurrentQueue<(VehicleRef Vehicle, TaskCompletionSource<VehicleSnapshot> Answer)> _asked = new();

    public Task<VehicleSnapshot> Ask(VehicleRef vehicle)
    {
        var answer = new TaskCompletionSource<VehicleSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue((vehicle, answer));
        return answer.Task;
    }

    public void Answer(LaneStates states)
    {
        while (_asked.TryDequeue(out var question))
        {
            try
            {
                question.Answer.SetResult(states.Find(question.Vehicle).State.Snapshot());
            }
            catch (Exception error)
            {
                question.Answer.SetException(error);
                throw;
            }
        }
    }
}
