using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Commit;

/// <summary>
/// Changes of configuration: EF Core's <c>SaveChanges</c> on the writer's connection, in a savepoint of its own, so that configuration and
/// telemetry have one order and one sync.
/// </summary>
/// <remarks>Thread-safe. The change runs on the writer's thread and must be short.</remarks>
public sealed class ConfigurationWriter(IWriteQueue queue)
{
    /// <summary>Runs <paramref name="change"/>, saves, and completes after the commit that holds it is synced.</summary>
    /// <returns>What the change returned.</returns>
    /// <exception cref="DbUpdateConcurrencyException">A row changed since it was read.</exception>
    public Task<T> Write<T>(Func<CoreContext, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var work = new Change<T>(change);
        queue.Submit(work);
        return work.Task;
    }

    /// <inheritdoc cref="Write{T}(Func{CoreContext, T})"/>
    public Task Write(Action<CoreContext> change) => Write(context =>
    {
        change(context);
        return true;
    });

    private sealed class Change<T>(Func<CoreContext, T> change) : IWriteWork
    {
        // Continuations must not run on the writer's thread.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public void Write(IWriteSession session)
        {
            using var context = new CoreContext(CoreDatabase.OptionsFor(session.Connection));
            context.Database.UseTransaction(session.Transaction);
            context.Database.AutoSavepointsEnabled = false;
            _result = change(context);
            context.SaveChanges();
        }

        public void Committed() => _done.TrySetResult(_result!);

        public void Failed(Exception error) => _done.TrySetException(error);
    }
}
