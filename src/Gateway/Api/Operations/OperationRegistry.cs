using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;

namespace EdgeRelay.Gateway.Api.Operations;

/// <summary>Runs long work and remembers it. In memory: a restart ends what runs, and it may simply be asked for again.</summary>
/// <remarks>Thread-safe. At most <see cref="MostRunning"/> of an account run at once, and <see cref="MostKept"/> are remembered in all.</remarks>
internal sealed partial class OperationRegistry(TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<OperationRegistry> logger)
{
    public const int MostRunning = 4;
    public const int MostKept = 1_000;

    private readonly Lock _gate = new();
    private readonly List<Operation> _operations = [];

    /// <param name="work">Reports its progress, and looks at the operation's cancellation between two pieces.</param>
    public Parsed<Operation> Start(Caller caller, string kind, long total, Func<Operation, Task> work)
    {
        var operation = new Operation(caller.AccountId, kind, total, clock.GetUtcNow(), lifetime.ApplicationStopping);
        lock (_gate)
        {
            if (_operations.Count(o => o.AccountId == caller.AccountId && o.State == OperationState.Running) >= MostRunning)
            {
                operation.Dispose();
                return new ApiProblem(
                    ApiErrors.LimitExceeded, $"{MostRunning} operations run already. Wait for one, or cancel it by DELETE /v1/operations/{{id}}.");
            }

            _operations.Add(operation);
            if (_operations.Count > MostKept && _operations.FindIndex(o => o.State != OperationState.Running) is >= 0 and var oldest)
            {
                _operations[oldest].Dispose();
                _operations.RemoveAt(oldest);
            }
        }

        _ = Task.Run(() => Run(operation, work));
        return operation;
    }

    public Operation? Find(Caller caller, string id)
    {
        lock (_gate)
        {
            return _operations.Find(o => o.Id == id && o.AccountId == caller.AccountId);
        }
    }

    private async Task Run(Operation operation, Func<Operation, Task> work)
    {
        try
        {
            await work(operation);
            operation.Finish(OperationState.Done, clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (operation.Cancellation.IsCancellationRequested)
        {
            operation.Finish(OperationState.Cancelled, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            operation.Finish(OperationState.Failed, clock.GetUtcNow());
            Broke(logger, operation.Kind, operation.Id, operation.Done, operation.Total, error);
        }
    }

    [LoggerMessage(6010, LogLevel.Error, "The operation {Kind} {Id} broke after {Done} of {Total}; what was done stays done")]
    private static partial void Broke(ILogger logger, string kind, string id, long done, long total, Exception error);
}
