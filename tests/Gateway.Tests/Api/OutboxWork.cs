using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Stores messages in a running gateway as its lanes would.</summary>
internal sealed class OutboxWork : IWriteWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IOutbox _outbox;
    private readonly OutboxMessage[] _messages;

    private OutboxWork(IOutbox outbox, OutboxMessage[] messages) => (_outbox, _messages) = (outbox, messages);

    public static Task Store(GatewayHost host, params OutboxMessage[] messages)
    {
        var work = new OutboxWork(host.Services.GetRequiredService<IOutbox>(), messages);
        host.Services.GetRequiredService<IWriteQueue>().Submit(work);
        return work._done.Task;
    }

    public void Write(IWriteSession session) => Array.ForEach(_messages, m => _outbox.Add(session, m));

    public void Committed() => _done.SetResult();

    public void Failed(Exception error) => _done.SetException(error);
}
