using EdgeRelay.Mqtt;

namespace EdgeRelay.Simulator.Sending;

/// <summary>Which broker, and as whom.</summary>
internal sealed record BrokerSettings
{
    public const string Placeholder = "{vehicle}";

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Account in the topics of the wills.</summary>
    public long Account { get; init; } = 1;

    public QualityOfService Qos { get; init; } = QualityOfService.AtLeastOnce;

    /// <summary>May contain <c>{vehicle}</c>. Null connects without credentials.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Null: one connection per vehicle, with the vehicle's name as client id.</summary>
    public int? Connections { get; init; }

    public override string ToString() => $"mqtt://{Host}:{Port}";
}
