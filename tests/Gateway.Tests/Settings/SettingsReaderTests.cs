using EdgeRelay.Gateway.Settings;
using EdgeRelay.Rules;
using Microsoft.Extensions.Configuration;

namespace EdgeRelay.Gateway.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Nothing_set_gives_safe_defaults()
    {
        var settings = SettingsReader.Read(Given());

        Assert.Equal("127.0.0.1", settings.Mqtt.Address);
        Assert.False(settings.Mqtt.OpenEnrollment);
        Assert.False(settings.Relay.AllowHttp);
        Assert.Equal(string.Empty, settings.Relay.AllowPrivateCidrs);
        Assert.Equal(RuleProfile.Standard, settings.Rules.Profile);
    }

    [Fact]
    public void Every_documented_name_is_understood()
    {
        var settings = SettingsReader.Read(Given(
            ("Mqtt:Port", "0"),
            ("Http:Port", "0"),
            ("Data:Directory", "elsewhere"),
            ("Admin:ApiKey", "er_12345678_0123456789"),
            ("Mqtt:OpenEnrollment", "true"),
            ("Relay:AllowPrivateCidrs", "127.0.0.1/32"),
            ("Relay:AllowHttp", "true"),
            ("Rules:Profile", "raw")));

        Assert.Equal(0, settings.Mqtt.Port);
        Assert.Equal("elsewhere", settings.Data.Directory);
        Assert.True(settings.Mqtt.OpenEnrollment);
        Assert.True(settings.Relay.AllowHttp);
        Assert.Equal(RuleProfile.Raw, settings.Rules.Profile);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(
            ("Mqtt:Port", "70000"),
            ("Http:Address", "localhost"),
            ("Rules:Profile", "lenient"),
            ("Vehicles:Lanes", "-1"))));

        Assert.Contains("Mqtt:Port = 70000", error.Message, StringComparison.Ordinal);
        Assert.Contains("Http:Address = localhost", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rules", error.Message, StringComparison.Ordinal);
        Assert.Contains("Vehicles:Lanes = -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_private_range_that_cannot_be_read_is_told_beside_the_other_faults()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(
            ("Relay:AllowPrivateCidrs", "10.0.0.0/8, 10.20.0.0/33,office"),
            ("Mqtt:Port", "70000"))));

        Assert.Contains("Relay:AllowPrivateCidrs", error.Message, StringComparison.Ordinal);
        Assert.Contains("10.20.0.0/33 is no range", error.Message, StringComparison.Ordinal);
        Assert.Contains("office is no range", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(": 10.0.0.0/8 is", error.Message, StringComparison.Ordinal);
        Assert.Contains("Mqtt:Port = 70000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelled_setting_is_a_fault()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(("Mqtt:Prot", "1"))));

        Assert.Contains("Prot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_too_short_is_refused_without_showing_it()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(("Admin:ApiKey", "s3cret"))));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Given(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value))
            .Build();
}
