using System.Net;
using System.Net.WebSockets;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class WebSocketTests
{
    [Fact]
    public async Task Packets_are_taken_however_they_are_cut_into_frames()
    {
        await using var server = await MqttTestServer.Start();
        using var socket = await Open(server);
        var stream = Wire.Join(Wire.Connect(4), Wire.Publish(4, "a", new byte[9_000], id: 1), Wire.Publish(4, "b", [2], id: 2));

        foreach (var frame in stream.Chunk(7))
        {
            await socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, default);
        }

        var messages = await server.Application.Next(2);
        Assert.Equal(["a", "b"], messages.Select(m => m.Topic));
        Assert.Equal(9_000, messages[0].Payload.Length);
        Assert.Equal(Wire.Join([0x20, 2, 0, 0], Wire.PubAck(1), Wire.PubAck(2)), await ReadUntil(socket, 12));
        Assert.Equal("mqtt", socket.SubProtocol);
    }

    [Fact]
    public async Task A_fragmented_message_and_an_empty_one_are_bytes_like_any_others()
    {
        await using var server = await MqttTestServer.Start();
        using var socket = await Open(server);
        var connect = Wire.Connect(4);

        await socket.SendAsync(connect.AsMemory(0, 3), WebSocketMessageType.Binary, endOfMessage: false, default);
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, endOfMessage: false, default);
        await socket.SendAsync(connect.AsMemory(3), WebSocketMessageType.Binary, endOfMessage: true, default);
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, endOfMessage: true, default);
        await socket.SendAsync(Wire.PingReq, WebSocketMessageType.Binary, endOfMessage: true, default);

        Assert.Equal([0x20, 2, 0, 0, 0xD0, 0], await ReadUntil(socket, 6));
    }

    [Fact]
    public async Task A_text_frame_ends_the_connection_and_says_why()
    {
        await using var server = await MqttTestServer.Start();
        using var socket = await Connected(server);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);

        await ReadToEnd(socket);
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, socket.CloseStatus);
        Assert.Equal(DisconnectReason.ConnectionLost, (await server.Application.NextEnd()).Reason);
    }

    [Fact]
    public async Task A_client_that_must_go_can_read_why()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { MaximumPacketSize = 1_024 });
        using var socket = await Connected(server);

        await socket.SendAsync(Wire.Publish(5, "a", new byte[2_000]), WebSocketMessageType.Binary, endOfMessage: true, default);

        Assert.Equal(Wire.Disconnect(ReasonCode.PacketTooLarge), await ReadToEnd(socket));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task A_client_that_goes_is_forgotten()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ConnectionsPerAddress = 1 });
        using (var socket = await Connected(server))
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(Deadline.Long);
        }

        Assert.Equal(DisconnectReason.ConnectionLost, (await server.Application.NextEnd()).Reason);
        await Eventually(async () => (await Connected(server)).Dispose());
    }

    [Fact]
    public async Task Reading_pauses_over_WebSocket_too()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ReceiveMaximum = 1 });
        server.Application.CompletesAtOnce = false;
        using var socket = await Connected(server);
        for (ushort id = 1; id <= 3; id++)
        {
            await socket.SendAsync(Wire.Publish(5, "a", [1], id: id), WebSocketMessageType.Binary, endOfMessage: true, default);
        }

        for (ushort id = 1; id <= 3; id++)
        {
            (await server.Application.Next()).Ticket.Complete();
            Assert.Equal(Wire.PubAck(id), await ReadUntil(socket, 4));
        }
    }

    [Fact]
    public async Task A_stop_of_the_server_does_not_wait_for_those_who_are_connected()
    {
        await using var server = await MqttTestServer.Start();
        using var socket = await Connected(server);

        var stopped = server.Stop();

        Assert.Equal(Wire.Disconnect(ReasonCode.ServerShuttingDown), await ReadToEnd(socket));
        await stopped.WaitAsync(Deadline.Long);
    }

    [Fact]
    public async Task Silence_before_CONNECT_is_ended_as_on_every_transport()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        using var socket = await Open(server);

        var ended = ReadToEnd(socket);
        while (!ended.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ended;
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://fleet.example.com", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("https://evil.example.com", false)]
    [InlineData("null", false)]
    public async Task Pages_of_other_hosts_connect_only_where_they_may(string? origin, bool may)
    {
        await using var server = await MqttTestServer.Start();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin == "http://127.0.0.1" ? $"{origin}:{server.HttpPort}" : origin);
        }

        var opened = socket.ConnectAsync(UrlOf(server), default);

        if (may)
        {
            await opened;
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => opened);
        }
    }

    [Fact]
    public async Task What_is_no_MQTT_is_refused_with_a_sentence()
    {
        await using var server = await MqttTestServer.Start();
        using var http = new HttpClient();

        using var page = await http.GetAsync(new Uri($"http://127.0.0.1:{server.HttpPort}/mqtt"));
        using var socket = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(UrlOf(server), default));

        Assert.Equal(HttpStatusCode.UpgradeRequired, page.StatusCode);
        Assert.Contains("connect with an MQTT client", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Uri UrlOf(MqttTestServer server) => new($"ws://127.0.0.1:{server.HttpPort}/mqtt");

    private static async Task<ClientWebSocket> Open(MqttTestServer server)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(UrlOf(server), default).WaitAsync(Deadline.Long);
        return socket;
    }

    /// <summary>Connected by 5.0; the CONNACK has been read.</summary>
    private static async Task<ClientWebSocket> Connected(MqttTestServer server)
    {
        var socket = await Open(server);
        await socket.SendAsync(Wire.Connect(5), WebSocketMessageType.Binary, endOfMessage: true, default);
        var answer = await ReadUntil(socket, 2);
        await ReadUntil(socket, answer[1] - (answer.Length - 2));
        Assert.Equal(0x20, answer[0]);
        return socket;
    }

    private static async Task<byte[]> ReadUntil(ClientWebSocket socket, int count)
    {
        var bytes = new byte[Math.Max(0, count)];
        for (var read = 0; read < count;)
        {
            var result = await socket.ReceiveAsync(bytes.AsMemory(read), default).AsTask().WaitAsync(Deadline.Long);
            Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
            read += result.Count;
        }

        return bytes;
    }

    private static async Task<byte[]> ReadToEnd(ClientWebSocket socket)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[4_096];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Deadline.Long) is { MessageType: WebSocketMessageType.Binary } result)
            {
                bytes.Write(buffer, 0, result.Count);
            }
        }
        catch (WebSocketException)
        {
            // Ended without a closing frame.
        }

        return bytes.ToArray();
    }

    /// <summary>Tries again until it succeeds: how soon the server knows is the network's affair.</summary>
    private static async Task Eventually(Func<Task> attempt)
    {
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (WebSocketException)
            {
                // Not yet.
            }
        }
    }
}
