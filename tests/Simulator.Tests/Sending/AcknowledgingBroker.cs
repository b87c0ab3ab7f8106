using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Simulator.Tests.Sending;

/// <summary>The real MQTT endpoint on a loopback socket; a test says whom it refuses and what it abandons.</summary>
internal sealed class AcknowledgingBroker : IMqttApplication, IAsyncDisposable
{
    private WebApplication? _host;

    /// <summary>Client id and payload of every message, in order of arrival.</summary>
    public ConcurrentQueue<(string Client, string Topic, string Payload)> Messages { get; } = new();

    /// <summary>Topics of the messages that were to be retained.</summary>
    public ConcurrentQueue<string> Retained { get; } = new();

    public bool RefusesAll { get; init; }

    /// <summary>A client may publish below its own id only.</summary>
    public bool ChecksTopics { get; init; }

    /// <summary>The message with this number from 1 is not acknowledged: its connection is closed instead.</summary>
    public int Abandons { get; init; }

    public int Port { get; private set; }

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IMqttApplication>(this);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMqttServer(new MqttLimits());
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseMqtt()));
        _host = builder.Build();
        await _host.StartAsync();
        Port = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation) => ValueTask.FromResult<ConnectVerdict>(
        RefusesAll ? new ConnectVerdict.Refused(ReasonCode.BadUserNameOrPassword) : new ConnectVerdict.Accepted(request.ClientId));

    public bool MayPublish(object client, ReadOnlySpan<byte> topic) =>
        !ChecksTopics || Encoding.UTF8.GetString(topic).StartsWith($"edgerelay/v1/1/{client}/", StringComparison.Ordinal);

    public ReasonCode MaySubscribe(object client, string filter) => ReasonCode.NotAuthorized;

    public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket)
    {
        if (!MayPublish(client, publish.Topic))
        {
            return PublishVerdict.NotAuthorized;
        }

        if (publish.Retain)
        {
            Retained.Enqueue(Encoding.UTF8.GetString(publish.Topic));
        }

        Messages.Enqueue(((string)client, Encoding.UTF8.GetString(publish.Topic), Encoding.UTF8.GetString(publish.Payload.ToArray())));
        if (Messages.Count == Abandons)
        {
            ticket.Abandon();
        }
        else
        {
            ticket.Complete();
        }

        return PublishVerdict.Taken;
    }

    public ValueTask WaitForRoom(object client, CancellationToken cancellation) => ValueTask.CompletedTask;

    public void Disconnected(object client, DisconnectReason reason)
    {
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
