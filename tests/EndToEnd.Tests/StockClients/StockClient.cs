namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>An MQTT client that others wrote, run as a program of its own to publish one message.</summary>
/// <param name="Missing">Why it cannot be run on this machine; null when it can.</param>
internal sealed record StockClient(string? Missing, Func<Publication, Task<ProgramResult>> Publish)
{
    private const string Python = "/usr/bin/python3";

    /// <summary>
    /// Waits for the acknowledgement; the exit status is 0 when it came. Publishes once it is connected: a client that ends before it has read
    /// its CONNACK resets the connection, and may so take back a message at QoS 0.
    /// </summary>
    private const string PahoProgram = """
        import sys, threading, paho.mqtt.client as mqtt
        port, version, qos, client_id, topic, message, transport, ca, cert, key = sys.argv[1:]
        options = {"client_id": client_id, "protocol": mqtt.MQTTv5 if version == "5" else mqtt.MQTTv311}
        if hasattr(mqtt, "CallbackAPIVersion"):
            options["callback_api_version"] = mqtt.CallbackAPIVersion.VERSION2
        if transport == "ws":
            options["transport"] = "websockets"
        client = mqtt.Client(**options)
        if transport == "ws":
            client.ws_set_options(path="/mqtt")
        if transport == "tls":
            client.tls_set(ca, cert or None, key or None)
        connected = threading.Event()
        client.on_connect = lambda *_: connected.set()
        client.connect("127.0.0.1", int(port))
        client.loop_start()
        connected.wait(10)
        sent = client.publish(topic, message, int(qos))
        sent.wait_for_publish(10)
        client.disconnect()
        client.loop_stop()
        sys.exit(0 if sent.is_published() else 1)
        """;

    private const string MqttJsProgram = """
        const [port, version, qos, clientId, topic, message, transport, ca, cert, key] = process.argv.slice(1);
        const mqtt = require("mqtt");
        const read = (file) => (file ? require("fs").readFileSync(file) : undefined);
        const scheme = { tcp: "mqtt", tls: "mqtts", ws: "ws" }[transport];
        const client = mqtt.connect(`${scheme}://127.0.0.1:${port}/mqtt`, {
          clientId, protocolVersion: Number(version), reconnectPeriod: 0, ca: read(ca), cert: read(cert), key: read(key),
        });
        client.on("error", (error) => { console.error(error); process.exit(1); });
        client.publish(topic, message, { qos: Number(qos) }, (error) => {
          if (error) { console.error(error); process.exit(1); }
          client.end(false, () => process.exit(0));
        });
        """;

    public static StockClient Mosquitto { get; } = new(
        ProgramRun.Find("mosquitto_pub") is null ? "mosquitto_pub is not on the PATH: install the Debian package mosquitto-clients." : null,
        p => ProgramRun.Of(
            "mosquitto_pub",
            ["-h", "127.0.0.1", "-p", $"{p.Port}", "-V", p.Version == 5 ? "mqttv5" : "mqttv311", "-q", $"{p.Qos}", "-i", p.ClientId, "-t", p.Topic, "-m", p.Message,
                .. p.CaFile.Length > 0 ? ["--cafile", p.CaFile] : Array.Empty<string>(),
                .. p.Certificate is { } own ? ["--cert", own.File, "--key", own.KeyFile] : Array.Empty<string>()]));

    public static StockClient Paho { get; } = new(
        !File.Exists(Python) || ProgramRun.Of(Python, ["-c", "import paho.mqtt.client"]).GetAwaiter().GetResult().Status != 0
            ? "Python has no paho.mqtt: install the Debian package python3-paho-mqtt."
            : null,
        p => ProgramRun.Of(Python, ["-c", PahoProgram, .. p.Arguments]));

    public static StockClient MqttJs { get; } = new(
        NpmTools.Missing("mqtt"), p => NpmTools.Node(MqttJsProgram, p.Arguments));
}
