using System.ComponentModel.DataAnnotations;
using EdgeRelay.Mqtt.Server;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class MqttLimitsTests
{
    [Fact]
    public void The_defaults_are_within_their_ranges() => new ServiceCollection().AddMqttServer(new MqttLimits());

    [Fact]
    public void A_limit_out_of_its_range_is_found_at_registration() =>
        Assert.Throws<ValidationException>(() => new ServiceCollection().AddMqttServer(new MqttLimits { ReceiveMaximum = 0 }));
}
