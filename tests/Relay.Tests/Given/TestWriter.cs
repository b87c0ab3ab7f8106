using System.Collections.Concurrent;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>
/// The host's writer in a few lines: each work is a transaction of its own on a real connection, one at a time. As there, handing in work never
/// waits: whoever writes at the moment does it too.
/// </summary>
internal sealed class TestWriter(SqliteConnection connection) : IWriteQueue, IWriteSession, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<IWriteWork> _pending = new();
    private readonly Dictionary<Type, IPreparedStatements> _prepared = [];
    private readonly List<TaskCompletionSource> _signals = [];

    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteConnection Connection => connection;

    public SqliteTransaction Transaction { get; private set; } = null!;

    /// <summary>When set, each transaction fails with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The host tells the outbox of each commit.</summary>
    public Action AfterCommit { get; set; } = () => { };

    /// <summary>Works committed so far.</summary>
    public int Works { get; private set; }

    public void Submit(IWriteWork work)
    {
        _pending.Enqueue(work);
        Drain();
    }

    /// <summary>Waits for the first work that failed.</summary>
    public Task FailedAsync() => _refused.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void InTransaction(Action write)
    {
        lock (_gate)
        {
            Commit(write);
        }

        Drain();
    }

    /// <summary>The same, and tells the outbox of it.</summary>
    public void Publish(Action write)
    {
        lock (_gate)
        {
            Commit(write);
            AfterCommit();
        }

        Drain();
    }

    private void Drain()
    {
        while (!_pending.IsEmpty && !_gate.IsHeldByCurrentThread && _gate.TryEnter())
        {
            try
            {
                while (_pending.TryDequeue(out var work))
                {
                    Execute(work);
                }
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void Execute(IWriteWork work)
    {
        if (Failure is { } failure)
        {
            work.Failed(failure);
            _refused.TrySetResult();
            return;
        }

        Commit(() =>
        {
            work.Write(this);
            Works++;
        });
        AfterCommit();
        work.Committed();
        Signal();
    }

    private void Commit(Action write)
    {
        using var transaction = connection.BeginTransaction();
        Transaction = transaction;
        write();
        transaction.Commit();
    }

    public T Prepared<T>(Func<SqliteConnection, T> prepare)
        where T : class, IPreparedStatements
    {
        if (!_prepared.TryGetValue(typeof(T), out var statements))
        {
            _prepared[typeof(T)] = statements = prepare(connection);
        }

        return (T)statements;
    }

    /// <summary>Waits until the database says so; asked again after each commit.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_signals)
            {
                _signals.Add(signal);
            }

            if (condition())
            {
                return;
            }

            await signal.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    public void Dispose()
    {
        foreach (var statements in _prepared.Values)
        {
            statements.Dispose();
        }

        connection.Dispose();
    }

    private void Signal()
    {
        lock (_signals)
        {
            _signals.ForEach(s => s.TrySetResult());
            _signals.Clear();
        }
    }
}
