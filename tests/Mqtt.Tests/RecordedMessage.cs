namespace EdgeRelay.Mqtt.Tests;

internal sealed record RecordedMessage(object Client, string Topic, byte[] Payload, QualityOfService Qos, bool Retain, bool Duplicate, AckTicket Ticket);
